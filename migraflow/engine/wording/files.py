"""Sentences about files: unreadable ones, ``procedure.toml``, scenarios."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.wording.words import ADVICE, ERROR, WARNING, Words

FILES: Mapping[str, Words] = {
    "too_big": Words(
        ERROR,
        ("Le fichier « {file} » dépasse {limit} Mo.", "Retirez les images du diagramme, ou découpez la procédure."),
        ("The file “{file}” is larger than {limit} MB.", "Remove pictures from the diagram, or split the procedure."),
    ),
    "too_many_elements": Words(
        ERROR,
        ("Le diagramme a plus de {limit} éléments.", "Découpez-le en plusieurs procédures qui s’appellent."),
        ("The diagram has more than {limit} elements.", "Split it into procedures that call one another."),
    ),
    "too_many_steps": Words(
        ERROR,
        ("Le diagramme a plus de {limit} étapes.", "Découpez-le en plusieurs procédures qui s’appellent."),
        ("The diagram has more than {limit} steps.", "Split it into procedures that call one another."),
    ),
    "reference_dangling": Words(
        ERROR,
        (
            "« {name} » renvoie à « {reference} », qui n’existe pas dans le fichier.",
            "Le fichier est incomplet : exportez-le de nouveau depuis l’outil où il a été dessiné.",
        ),
        (
            "“{name}” refers to “{reference}”, which is not in the file.",
            "The file is incomplete: export it again from the tool it was drawn with.",
        ),
    ),
    "reference_endless": Words(
        ERROR,
        ("Les renvois de « {name} » tournent en rond.", "Corrigez cette donnée dans l’outil où elle a été dessinée."),
        ("The references of “{name}” go round in circles.", "Correct it in the tool it was drawn with."),
    ),
    "too_deep": Words(
        ERROR,
        ("Le diagramme est imbriqué sur plus de {limit} niveaux.", "Sortez des sous-processus les uns des autres."),
        ("The diagram is nested more than {limit} levels deep.", "Take some subprocesses out of one another."),
    ),
    "doctype": Words(
        ERROR,
        (
            "Le fichier « {file} » contient une déclaration DOCTYPE ou des entités, refusées par sécurité.",
            "Retirez la déclaration : un diagramme n’en a pas besoin.",
        ),
        (
            "The file “{file}” holds a DOCTYPE or entities, refused for safety.",
            "Remove the declaration: a diagram does not need one.",
        ),
    ),
    "not_xml": Words(
        ERROR,
        ("« {file} » n’est pas un XML lisible (ligne {line}).", "Exportez de nouveau le diagramme depuis l’éditeur."),
        ("“{file}” is not readable XML (line {line}).", "Export the diagram again from the editor."),
    ),
    "not_bpmn": Words(
        ERROR,
        ("« {file} » n’est pas un diagramme BPMN 2.0.", "Choisissez un fichier .bpmn."),
        ("“{file}” is not a BPMN 2.0 diagram.", "Choose a .bpmn file."),
    ),
    "no_process": Words(
        ERROR,
        ("Le diagramme ne contient aucun processus avec un identifiant.", "Dessinez un processus et donnez-lui un id."),
        ("The diagram holds no process with an id.", "Draw a process and give it an id."),
    ),
    "several_processes": Words(
        ERROR,
        (
            "Le diagramme contient {count} processus exécutables.",
            "Gardez-en un seul exécutable ; faites des autres des procédures à part, appelées par celle-ci.",
        ),
        (
            "The diagram holds {count} executable processes.",
            "Keep one executable; make the others procedures of their own, called by this one.",
        ),
    ),
    "without_id": Words(
        ERROR,
        ("Un élément « {tag} » n’a pas d’identifiant.", "Donnez-lui un id unique."),
        ("An element “{tag}” has no id.", "Give it a unique id."),
    ),
    "file_missing": Words(
        ERROR,
        ("Le fichier « {file} » manque dans le dossier de la procédure.", "Ajoutez-le."),
        ("The file “{file}” is missing from the procedure’s folder.", "Add it."),
    ),
    "toml_unreadable": Words(
        ERROR,
        (
            "« procedure.toml » est illisible : {reason}.",
            "Corrigez la ligne indiquée ; les textes vont entre guillemets.",
        ),
        ("“procedure.toml” cannot be read: {reason}.", "Correct that line; texts go between quotation marks."),
    ),
    "toml_unknown": Words(
        WARNING,
        ("Le mot « {element} » de « procedure.toml » est inconnu : il serait ignoré.", "Corrigez-le ou retirez-le."),
        ("The word “{element}” in “procedure.toml” is unknown: it would be ignored.", "Correct or remove it."),
    ),
    "toml_missing": Words(
        ERROR,
        ("« {element} » manque dans « procedure.toml ».", 'Ajoutez la ligne {element} = "…".'),
        ("“{element}” is missing from “procedure.toml”.", 'Add the line {element} = "…".'),
    ),
    "toml_kind": Words(
        ERROR,
        ("« {element} » de « procedure.toml » n’a pas la bonne forme ({kind} attendu).", "Réécrivez cette ligne."),
        ("“{element}” in “procedure.toml” has the wrong form ({kind} expected).", "Rewrite that line."),
    ),
    "toml_id": Words(
        ERROR,
        ("L’identifiant « {id} » diffère du nom du dossier « {folder} ».", 'Écrivez id = "{folder}".'),
        ("The id “{id}” differs from the folder’s name “{folder}”.", 'Write id = "{folder}".'),
    ),
    "toml_numbering": Words(
        ERROR,
        ("« numero » vaut « {value} ».", 'Écrivez "regional" ou "national".'),
        ("“numero” is “{value}”.", 'Write "regional" or "national".'),
    ),
    "toml_role_unknown": Words(
        ERROR,
        ("« {element} » nomme le rôle « {role} », qui n’existe pas.", "Choisissez un rôle de roles.toml.{near}"),
        ("“{element}” names the role “{role}”, which does not exist.", "Choose a role of roles.toml.{near}"),
    ),
    "message_no_role": Words(
        WARNING,
        ("Personne ne peut envoyer le message « {element} ».", 'Donnez-lui au moins un rôle : roles = ["accueil"].'),
        ("Nobody may send the message “{element}”.", 'Give it at least one role: roles = ["accueil"].'),
    ),
    "message_unused": Words(
        ADVICE,
        ("Le message « {element} » est déclaré mais aucun élément ne l’attend.", "Retirez-le ou dessinez son attente."),
        ("The message “{element}” is declared but nothing waits for it.", "Remove it or draw where it is awaited."),
    ),
    "scenario_unreadable": Words(
        ERROR,
        ("Le scénario « {file} » est illisible : {reason}.", "Corrigez ce fichier JSON."),
        ("The scenario “{file}” cannot be read: {reason}.", "Correct that JSON file."),
    ),
    "scenario_word": Words(
        ERROR,
        (
            "L’étape {element} du scénario « {file} » ne dit pas quoi faire.",
            "Utilisez tache, attendre, message, signal, effet ou verifier.",
        ),
        (
            "Step {element} of the scenario “{file}” does not say what to do.",
            "Use tache, attendre, message, signal, effet or verifier.",
        ),
    ),
    "scenario_element": Words(
        ERROR,
        (
            "Le scénario « {file} » nomme « {element} », qui n’est pas une tâche du diagramme.",
            "Corrigez l’identifiant.{near}",
        ),
        ("The scenario “{file}” names “{element}”, which is no task of the diagram.", "Correct the id.{near}"),
    ),
    "scenario_message": Words(
        ERROR,
        (
            "Le scénario « {file} » envoie « {element} », que rien n’attend.",
            "Corrigez le nom du message ou du signal.{near}",
        ),
        (
            "The scenario “{file}” sends “{element}”, which nothing waits for.",
            "Correct the name of the message or signal.{near}",
        ),
    ),
    "scenario_end": Words(
        ERROR,
        ("Le scénario « {file} » finit par « {element} », qui n’est pas une issue connue.", "Corrigez « fin ».{near}"),
        ("The scenario “{file}” ends with “{element}”, which is no known outcome.", "Correct “fin”.{near}"),
    ),
    "scenario_failed": Words(
        ERROR,
        (
            "Le scénario « {file} » ne se déroule plus comme écrit (étape {element}). {reason}",
            "Corrigez la procédure, ou le scénario si le changement est voulu.",
        ),
        (
            "The scenario “{file}” no longer goes as written (step {element}). {reason_en}",
            "Correct the procedure, or the scenario if the change is meant.",
        ),
    ),
    "compile_failed": Words(
        ERROR,
        ("La procédure ne peut pas être compilée : {reason}.", "Corrigez « {element} » dans « {file} »."),
        ("The procedure cannot be compiled: {reason}.", "Correct “{element}” in “{file}”."),
    ),
    "check_broken": Words(
        ERROR,
        ("La vérification n’a pas pu aboutir.", "Simplifiez la procédure : un fichier demande trop de mémoire."),
        ("The check could not be completed.", "Simplify the procedure: one of its files asks for too much memory."),
    ),
    "check_too_long": Words(
        ERROR,
        (
            "La vérification a été arrêtée après {seconds} secondes.",
            "Simplifiez la procédure : un fichier demande trop de calculs.",
        ),
        (
            "The check was stopped after {seconds} seconds.",
            "Simplify the procedure: one of its files asks for too much work.",
        ),
    ),
}
