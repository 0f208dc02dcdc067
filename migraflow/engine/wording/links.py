"""Sentences about what the drawing refers to: roles, forms, deadlines, decisions, other procedures, expressions."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.wording.words import ADVICE, ERROR, WARNING, Words

LINKS: Mapping[str, Words] = {
    "role_missing": Words(
        ERROR,
        (
            "La tâche « {name} » n’est dans aucun couloir : personne ne la verrait.",
            "Placez-la dans le couloir d’un rôle.",
        ),
        ("The task “{name}” is in no lane: nobody would see it.", "Put it into the lane of a role."),
    ),
    "role_unknown": Words(
        ERROR,
        (
            "Le couloir « {role} » de « {name} » n’est pas un rôle connu.",
            "Nommez le couloir d’après un rôle de roles.toml.{near}",
        ),
        ("The lane “{role}” of “{name}” is no known role.", "Name the lane after a role of roles.toml.{near}"),
    ),
    "form_none": Words(
        ADVICE,
        (
            "La tâche « {name} » n’a pas de formulaire : on la termine d’un bouton.",
            "Liez un formulaire si quelque chose doit être noté.",
        ),
        (
            "The task “{name}” has no form: it is completed by a button.",
            "Link a form if something has to be written down.",
        ),
    ),
    "form_missing": Words(
        ERROR,
        (
            "« {name} » demande le formulaire « {form} », qui n’existe pas.",
            "Créez-le, ou choisissez-en un autre.{near}",
        ),
        ("“{name}” asks for the form “{form}”, which does not exist.", "Create it, or choose another.{near}"),
    ),
    "form_invalid": Words(
        ERROR,
        ("Le formulaire « {file} » ne peut pas être lu (champ « {element} ») : {reason}", "Corrigez ce champ."),
        ("The form “{file}” cannot be read (field “{element}”): {reason_en}", "Correct that field."),
    ),
    "form_unused": Words(
        ADVICE,
        ("Aucune étape n’utilise le formulaire « {file} ».", "Liez-le à une tâche ou à un message, ou supprimez-le."),
        ("No step uses the form “{file}”.", "Link it to a task or a message, or delete it."),
    ),
    "list_unknown": Words(
        ERROR,
        (
            "Le champ « {element} » puise dans la liste « {list} », qui n’existe pas.",
            "Choisissez une liste de reference/.{near}",
        ),
        (
            "The field “{element}” draws on the list “{list}”, which does not exist.",
            "Choose a list of reference/.{near}",
        ),
    ),
    "deadline_unknown": Words(
        ERROR,
        ("Le délai « {deadline} » de « {name} » n’existe pas.", "Choisissez un code de delais.csv.{near}"),
        ("The deadline “{deadline}” of “{name}” does not exist.", "Choose a code of delais.csv.{near}"),
    ),
    "message_undeclared": Words(
        ERROR,
        (
            "« {name} » attend le message « {message} », absent de « procedure.toml ».",
            "Ajoutez [messages.{message}] avec son libellé et ses rôles.{near}",
        ),
        (
            "“{name}” waits for the message “{message}”, absent from “procedure.toml”.",
            "Add [messages.{message}] with its label and roles.{near}",
        ),
    ),
    "issue_unknown": Words(
        WARNING,
        (
            "La fin « {name} » donne l’issue « {issue} », qui n’a pas de libellé.",
            "Ajoutez [issues.{issue}] dans « procedure.toml ».{near}",
        ),
        (
            "The end “{name}” gives the outcome “{issue}”, which has no label.",
            "Add [issues.{issue}] to “procedure.toml”.{near}",
        ),
    ),
    "called_missing": Words(
        ERROR,
        ("« {name} » n’appelle aucune procédure.", "Choisissez la procédure appelée."),
        ("“{name}” calls no procedure.", "Choose the procedure to call."),
    ),
    "called_unknown": Words(
        ERROR,
        (
            "« {name} » appelle la procédure « {called} », qui n’existe pas.",
            "Publiez-la d’abord, ou choisissez-en une autre.{near}",
        ),
        (
            "“{name}” calls the procedure “{called}”, which does not exist.",
            "Publish it first, or choose another.{near}",
        ),
    ),
    "called_not_callable": Words(
        ERROR,
        (
            "« {name} » appelle « {called} », qui n’est pas faite pour être appelée.",
            "Écrivez appelable = true dans sa « procedure.toml ».",
        ),
        (
            "“{name}” calls “{called}”, which is not made to be called.",
            "Write appelable = true in its “procedure.toml”.",
        ),
    ),
    "call_cycle": Words(
        ERROR,
        ("« {name} » fait qu’une procédure s’appelle elle-même : {path}.", "Retirez cet appel."),
        ("“{name}” makes a procedure call itself: {path}.", "Remove that call."),
    ),
    "element_clash": Words(
        WARNING,
        (
            "L’identifiant « {element} » sert aussi dans la procédure appelée « {called} ».",
            "Donnez-lui un préfixe propre à la procédure.",
        ),
        (
            "The id “{element}” is also used in the called procedure “{called}”.",
            "Give it a prefix of the procedure’s own.",
        ),
    ),
    "decision_none": Words(
        ERROR,
        ("La règle « {name} » n’appelle aucune décision.", "Choisissez la décision dans ses propriétés."),
        ("The rule “{name}” calls no decision.", "Choose the decision in its properties."),
    ),
    "decision_unknown": Words(
        ERROR,
        (
            "La règle « {name} » appelle la décision « {decision} », qui n’existe pas dans rules/.",
            "Corrigez l’id.{near}",
        ),
        ("The rule “{name}” calls the decision “{decision}”, which is not in rules/.", "Correct the id.{near}"),
    ),
    "dmn_invalid": Words(
        ERROR,
        ("{sentence_fr}", "Corrigez « {file} »."),
        ("{sentence_en}", "Correct “{file}”."),
    ),
    "dmn_error": Words(
        ERROR,
        ("{sentence_fr}", "Corrigez la table dans « {file} » (élément {element})."),
        ("{sentence_en}", "Correct the table in “{file}” (element {element})."),
    ),
    "dmn_warning": Words(
        WARNING,
        ("{sentence_fr}", "Relisez la table dans « {file} » (élément {element})."),
        ("{sentence_en}", "Read the table in “{file}” again (element {element})."),
    ),
    "dmn_note": Words(
        ADVICE,
        ("{sentence_fr}", "Voyez la table dans « {file} » (élément {element})."),
        ("{sentence_en}", "See the table in “{file}” (element {element})."),
    ),
    "operator_missing": Words(
        ERROR,
        ("L’étape automatique « {name} » ne dit pas quoi faire.", "Choisissez un opérateur : {known}."),
        ("The automatic step “{name}” does not say what to do.", "Choose an operator: {known}."),
    ),
    "operator_unknown": Words(
        ERROR,
        ("« {name} » demande « {operator} », qui n’existe pas.", "Choisissez un opérateur : {known}."),
        ("“{name}” asks for “{operator}”, which does not exist.", "Choose an operator: {known}."),
    ),
    "webhook_without_target": Words(
        ERROR,
        (
            "« {name} » appelle la machine d’un partenaire sans dire lequel.",
            "Donnez au paramètre « {parameter} » un nom de la liste de l’administrateur, entre guillemets.",
        ),
        (
            "“{name}” calls a partner's machine and does not say whose.",
            "Give the parameter “{parameter}” a name of the administrator's list, in quotes.",
        ),
    ),
    "letter_word_missing": Words(
        WARNING,
        (
            "« {name} » remet la lettre « {letter} », qui lit « {word} » : rien ne le donne ici.{near}",
            "Ajoutez le paramètre « {word} » à l’étape, ou corrigez le nom dans le modèle de la lettre.",
        ),
        (
            "“{name}” hands out the letter “{letter}”, which reads “{word}”: nothing gives it here.{near}",
            "Add the parameter “{word}” to the step, or put the name right in the model of the letter.",
        ),
    ),
    "letter_word_unread": Words(
        WARNING,
        (
            "« {name} » donne « {word} » à la lettre « {letter} », qui ne le lit pas.{near}",
            "Corrigez le nom du paramètre, ou ôtez-le.",
        ),
        (
            "“{name}” gives “{word}” to the letter “{letter}”, which does not read it.{near}",
            "Put the name of the parameter right, or take it away.",
        ),
    ),
    "letter_unknown": Words(
        ERROR,
        (
            "« {name} » remet la lettre « {letter} », qui n’existe pas.",
            "Donnez au paramètre « modele » le code d’une lettre : {known}.",
        ),
        (
            "“{name}” hands out the letter “{letter}”, which does not exist.",
            "Give the parameter “modele” the code of a letter: {known}.",
        ),
    ),
    "result_ignored": Words(
        WARNING,
        (
            "« {name} » met sa réponse dans « {variable} », mais « {operator} » ne répond pas.",
            "Effacez la variable de résultat.",
        ),
        ("“{name}” puts its answer into “{variable}”, but “{operator}” gives none.", "Delete the result variable."),
    ),
    "timer_missing": Words(
        ERROR,
        ("La minuterie « {name} » n’a ni durée ni date.", "Écrivez par exemple P15D (quinze jours)."),
        ("The timer “{name}” has neither duration nor date.", "Write for example P15D (fifteen days)."),
    ),
    "timer_invalid": Words(
        ERROR,
        (
            "La minuterie « {name} » (« {text} ») n’est ni une durée, ni une date : {sentence_fr}",
            "Écrivez par exemple P15D, R3/P30D ou echeance ouvree(5).",
        ),
        (
            "The timer “{name}” (“{text}”) is neither a duration nor a date: {sentence_en}",
            "Write for example P15D, R3/P30D or echeance ouvree(5).",
        ),
    ),
    "cycle_misplaced": Words(
        WARNING,
        (
            "La répétition de « {name} » ne jouerait qu’une fois à cet endroit.",
            "Attachez-la sans interruption à une tâche, ou écrivez une durée simple.",
        ),
        (
            "The repetition of “{name}” would run only once at this place.",
            "Attach it without interruption to a task, or write a plain duration.",
        ),
    ),
    "feel_invalid": Words(
        ERROR,
        ("{place_fr} de « {name} », au caractère {position} : {sentence_fr}", "Corrigez « {text} »."),
        ("{place_en} of “{name}”, at character {position}: {sentence_en}", "Correct “{text}”."),
    ),
    "script_invalid": Words(
        ERROR,
        (
            "La ligne {line} du script « {name} » n’est pas une affectation : « {text} ».",
            "Écrivez une ligne par variable : nom := expression.",
        ),
        (
            "Line {line} of the script “{name}” is no assignment: “{text}”.",
            "Write one line per variable: name := expression.",
        ),
    ),
    "script_empty": Words(
        WARNING,
        ("Le script « {name} » est vide.", "Écrivez au moins une ligne nom := expression, ou supprimez l’étape."),
        ("The script “{name}” is empty.", "Write at least one line name := expression, or delete the step."),
    ),
    "variable_unknown": Words(
        ADVICE,
        (
            "« {name} » lit « {variable} », que rien n’écrit : la valeur sera toujours vide.",
            "Corrigez le nom de la variable.{near}",
        ),
        (
            "“{name}” reads “{variable}”, which nothing writes: its value will always be empty.",
            "Correct the variable’s name.{near}",
        ),
    ),
    "repeat_source": Words(
        ERROR,
        (
            "« {name} » se répète sans dire sur quoi.",
            "Donnez une liste (loopDataInputRef) ou un nombre (loopCardinality).",
        ),
        ("“{name}” repeats without saying over what.", "Give a list (loopDataInputRef) or a number (loopCardinality)."),
    ),
    "loop_without_end": Words(
        ERROR,
        ("La boucle de « {name} » n’a ni condition ni maximum.", "Écrivez la condition qui la fait continuer."),
        ("The loop of “{name}” has neither condition nor maximum.", "Write the condition that makes it go on."),
    ),
}
