"""Sentences about the drawing: nodes, flows, gateways, events."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.wording.words import ADVICE, ERROR, WARNING, Words

DRAWING: Mapping[str, Words] = {
    "process_id": Words(
        ERROR,
        ("Le processus s’appelle « {element} », le dossier « {folder} ».", "Donnez au processus l’id « {folder} »."),
        ("The process is called “{element}”, the folder “{folder}”.", "Give the process the id “{folder}”."),
    ),
    "no_start": Words(
        ERROR,
        ("« {name} » n’a pas d’événement de début.", "Dessinez un début et reliez-le à la première étape."),
        ("“{name}” has no start event.", "Draw a start and link it to the first step."),
    ),
    "implicit_start": Words(
        WARNING,
        (
            "Le sous-processus « {name} » n’a pas de début dessiné : il commence par tout ce qui n’a pas d’entrée.",
            "Dessinez un début.",
        ),
        ("The subprocess “{name}” has no start drawn: it begins with whatever has no way in.", "Draw a start."),
    ),
    "subprocess_empty": Words(
        ERROR,
        (
            "Le sous-processus « {name} » est vide : rien n’y est dessiné.",
            "Faites-en une tâche, ou dessinez ce qu’il contient.",
        ),
        ("The subprocess “{name}” is empty: nothing is drawn in it.", "Make it a task, or draw what it holds."),
    ),
    "participant_only": Words(
        ADVICE,
        (
            "Le couloir « {name} » est seulement dessiné : ses {count} éléments ne sont pas exécutés ici.",
            "Faites-en une procédure à part si elle doit être suivie.",
        ),
        (
            "The pool “{name}” is only drawn: its {count} elements are not run here.",
            "Make it a procedure of its own if it has to be followed.",
        ),
    ),
    "message_flow_drawn": Words(
        ADVICE,
        (
            "Le flux de message « {name} » est seulement dessiné : l’étape qu’il touche n’envoie ni n’attend rien.",
            "Dessinez un envoi ou une attente de message si le dossier doit y réagir.",
        ),
        (
            "The message flow “{name}” is only drawn: the step it touches neither sends nor awaits anything.",
            "Draw the sending or awaiting of a message if the case has to react to it.",
        ),
    ),
    "several_starts": Words(
        ERROR,
        ("« {name} » a plusieurs débuts simples : un seul servirait.", "Gardez un seul début sans déclencheur."),
        ("“{name}” has several plain starts: only one would be used.", "Keep one start without trigger."),
    ),
    "no_end": Words(
        ERROR,
        (
            "« {name} » n’a pas d’événement de fin : l’issue resterait inconnue.",
            "Dessinez au moins une fin (id « fin_… »).",
        ),
        ("“{name}” has no end event: the outcome would stay unknown.", "Draw at least one end (id “fin_…”)."),
    ),
    "implicit_end": Words(
        WARNING,
        ("Rien ne suit « {name} » : le dossier s’y arrêterait sans le dire.", "Reliez-le à la suite, ou à une fin."),
        (
            "Nothing follows “{name}”: the case would stop there without a word.",
            "Link it to what follows, or to an end.",
        ),
    ),
    "unreachable": Words(
        ERROR,
        ("Aucun chemin ne mène à « {name} » : personne n’y arriverait jamais.", "Reliez-le, ou supprimez-le."),
        ("No path leads to “{name}”: nobody would ever get there.", "Link it, or delete it."),
    ),
    "dangling_flow": Words(
        ERROR,
        ("La flèche « {name} » ne relie pas deux éléments existants.", "Supprimez-la et tracez-la de nouveau."),
        ("The arrow “{name}” does not link two existing elements.", "Delete it and draw it again."),
    ),
    "crossing_flow": Words(
        ERROR,
        (
            "La flèche « {name} » traverse le bord d’un sous-processus.",
            "Une flèche reste d’un seul côté : sortez par une fin ou un événement attaché.",
        ),
        (
            "The arrow “{name}” crosses the border of a subprocess.",
            "An arrow stays on one side: leave by an end or an attached event.",
        ),
    ),
    "flow_misplaced": Words(
        ERROR,
        (
            "La flèche « {name} » entre dans un début ou un événement attaché, ou sort d’une fin.",
            "Retracez-la entre deux étapes.",
        ),
        (
            "The arrow “{name}” enters a start or an attached event, or leaves an end.",
            "Draw it again between two steps.",
        ),
    ),
    "duplicate_id": Words(
        ERROR,
        (
            "L’identifiant « {element} » est utilisé deux fois : un des deux éléments serait perdu.",
            "Donnez à chacun le sien.",
        ),
        ("The id “{element}” is used twice: one of the two elements would be lost.", "Give each its own."),
    ),
    "unknown_element": Words(
        ERROR,
        (
            "« {tag} » ({element}) n’est pas pris en charge : il serait perdu.",
            "Remplacez-le par une étape prise en charge, ou retirez-le.",
        ),
        ("“{tag}” ({element}) is not supported: it would be lost.", "Replace it by a supported step, or remove it."),
    ),
    "unsupported_element": Words(
        ERROR,
        ("« {name} » est un élément « {tag} », qui n’est pas pris en charge.", "{advice_fr}"),
        ("“{name}” is a “{tag}” element, which is not supported.", "{advice_en}"),
    ),
    "event_subprocess": Words(
        ERROR,
        (
            "Le sous-processus événementiel « {name} » n’a pas un début, un seul, qui dise son événement ; ou une "
            "flèche le relie.",
            "Donnez-lui un début avec une minuterie, un message, un signal, une erreur ou une escalade, sans flèche "
            "autour.",
        ),
        (
            "The event subprocess “{name}” does not have one start that says its event; or an arrow is linked to it.",
            "Give it one start with a timer, a message, a signal, an error or an escalation, and no arrow around it.",
        ),
    ),
    "compensation": Words(
        ERROR,
        (
            "« {name} » sert à une compensation, qui ne serait pas exécutée.",
            "Dessinez l’étape d’annulation comme une étape ordinaire.",
        ),
        ("“{name}” is for compensation, which would not be run.", "Draw the undoing as an ordinary step."),
    ),
    "unsupported_event": Words(
        ERROR,
        (
            "L’événement « {name} » ({event}) n’est pas pris en charge à cet endroit.",
            "Utilisez une minuterie, un message, un signal, ou une erreur.",
        ),
        (
            "The event “{name}” ({event}) is not supported at this place.",
            "Use a timer, a message, a signal, or an error.",
        ),
    ),
    "event_without_reference": Words(
        ERROR,
        (
            "L’événement « {name} » ne dit pas quel {event} il concerne.",
            "Choisissez-le dans les propriétés de l’événement.",
        ),
        ("The event “{name}” does not say which {event} it is about.", "Choose it in the event’s properties."),
    ),
    "event_reference_missing": Words(
        ERROR,
        ("L’événement « {name} » renvoie à « {reference} », qui n’existe pas.", "Choisissez une définition existante."),
        ("The event “{name}” refers to “{reference}”, which does not exist.", "Choose an existing definition."),
    ),
    "boundary_host": Words(
        ERROR,
        (
            "L’événement « {name} » n’est attaché à aucune activité.",
            "Posez-le sur le bord d’une tâche ou d’un sous-processus.",
        ),
        ("The event “{name}” is attached to no activity.", "Put it on the border of a task or subprocess."),
    ),
    "error_uncaught": Words(
        WARNING,
        (
            "L’erreur lancée par « {name} » n’est attrapée nulle part.",
            "Attachez un événement d’erreur de même code au sous-processus.",
        ),
        (
            "The error thrown by “{name}” is caught nowhere.",
            "Attach an error event with the same code to the subprocess.",
        ),
    ),
    "link_without_target": Words(
        ERROR,
        ("Le lien « {name} » ne mène nulle part.", "Dessinez l’arrivée de même nom au même niveau."),
        ("The link “{name}” leads nowhere.", "Draw the arrival with the same name at the same level."),
    ),
    "data_dropped": Words(
        ADVICE,
        (
            "L’objet de données « {name} » est seulement dessiné : les données du dossier passent de toute façon "
            "d’une étape à l’autre.",
            "Rien à faire.",
        ),
        ("The data object “{name}” is only drawn: a case’s data go from step to step anyway.", "Nothing to do."),
    ),
    "data_store": Words(
        WARNING,
        (
            "La base « {name} » n’est pas lue par le diagramme.",
            "Utilisez un champ « reference » dans un formulaire, ou un effet.",
        ),
        ("The data store “{name}” is not read by the diagram.", "Use a “reference” field in a form, or an effect."),
    ),
    "correlation_dropped": Words(
        WARNING,
        ("La corrélation « {name} » est ignorée : un message va toujours à un dossier choisi.", "Retirez-la."),
        ("The correlation “{name}” is ignored: a message always goes to a chosen case.", "Remove it."),
    ),
    "implicit_split": Words(
        WARNING,
        (
            "Plusieurs flèches sortent de « {name} » : elles seraient suivies toutes ensemble.",
            "Dessinez une passerelle qui dit si c’est l’une, ou toutes.",
        ),
        (
            "Several arrows leave “{name}”: all would be followed together.",
            "Draw a gateway that says whether it is one, or all.",
        ),
    ),
    "condition_missing": Words(
        ERROR,
        (
            "La flèche « {name} » sort d’une passerelle à choix sans condition.",
            "Écrivez sa condition, ou faites-en la sortie par défaut.",
        ),
        ("The arrow “{name}” leaves a choice without condition.", "Write its condition, or make it the default way."),
    ),
    "foreign_language": Words(
        WARNING,
        (
            "La condition « {text} » est annoncée en « {language} » ; elle est lue comme du FEEL.",
            "Relisez-la, puis enregistrez-la comme du FEEL.",
        ),
        (
            "The condition “{text}” is announced as “{language}”; it is read as FEEL.",
            "Read it again, then keep it as FEEL.",
        ),
    ),
    "split_without_default": Words(
        WARNING,
        (
            "Si aucune condition n’est vraie après « {name} », ce chemin s’arrête là, sans événement de fin.",
            "Choisissez une sortie par défaut.",
        ),
        (
            "When no condition holds after “{name}”, this path stops there, without an end event.",
            "Choose a default way.",
        ),
    ),
    "default_missing": Words(
        WARNING,
        (
            "La passerelle « {name} » n’a pas de sortie par défaut : si aucune condition n’est vraie, le dossier "
            "reste bloqué.",
            "Choisissez une sortie par défaut.",
        ),
        (
            "The gateway “{name}” has no default way: when no condition holds, the case gets stuck.",
            "Choose a default way.",
        ),
    ),
    "default_dangling": Words(
        ERROR,
        ("La sortie par défaut de « {name} » ne part pas d’elle.", "Choisissez une de ses flèches."),
        ("The default way of “{name}” does not leave it.", "Choose one of its arrows."),
    ),
    "default_conditional": Words(
        ADVICE,
        ("La sortie par défaut « {name} » porte une condition, qui est ignorée.", "Effacez la condition."),
        ("The default way “{name}” has a condition, which is ignored.", "Delete the condition."),
    ),
    "condition_ignored": Words(
        WARNING,
        (
            "La condition de « {name} » est ignorée : cette passerelle suit toutes ses sorties.",
            "Effacez-la, ou changez de passerelle.",
        ),
        (
            "The condition of “{name}” is ignored: this gateway takes all its ways.",
            "Delete it, or use another gateway.",
        ),
    ),
    "event_gateway_target": Words(
        ERROR,
        (
            "« {name} » suit une passerelle à événements sans être une attente.",
            "Placez-y une minuterie, un message ou un signal.",
        ),
        ("“{name}” follows an event gateway without being an event.", "Put a timer, a message or a signal there."),
    ),
    "endless_loop": Words(
        ERROR,
        (
            "« {name} » fait partie d’une boucle qui n’attend personne et dont rien ne sort.",
            "Ajoutez une tâche, une attente ou une sortie.",
        ),
        (
            "“{name}” is part of a loop that waits for nobody and that nothing leaves.",
            "Add a task, a wait or a way out.",
        ),
    ),
    "automatic_loop": Words(
        WARNING,
        (
            "« {name} » fait partie d’une boucle sans tâche ni attente : si sa condition ne change pas, l’étape est "
            "arrêtée.",
            "Vérifiez que la boucle finit toujours.",
        ),
        (
            "“{name}” is part of a loop without task or wait: if its condition does not change, the step is stopped.",
            "Make sure the loop always ends.",
        ),
    ),
    "stuck": Words(
        ERROR,
        (
            "Le dossier peut rester bloqué devant « {name} » : il attend des chemins qui ne viennent pas ensemble.",
            "Réunissez un choix par une passerelle à choix, un parallèle par une passerelle parallèle.",
        ),
        (
            "The case may get stuck before “{name}”: it waits for paths that do not come together.",
            "Join a choice with a choice gateway, a parallel with a parallel one.",
        ),
    ),
    "twice": Words(
        WARNING,
        (
            "« {name} » peut être atteint deux fois en même temps : l’étape serait ouverte en double.",
            "Réunissez les chemins parallèles avant cette étape.",
        ),
        (
            "“{name}” may be reached twice at the same time: the step would be open twice.",
            "Join the parallel paths before this step.",
        ),
    ),
}
