"""Mistakes an author can make, each in a procedure that is sound but for it."""

from __future__ import annotations

from migraflow import engine
from migraflow.engine.bundle import DIAGRAM

DMN = b"""<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m"
 namespace="http://x"><decision id="D1" name="D1"><decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression
 id="ie"><text>age</text></inputExpression></input><output id="o" name="recevable"/><rule id="r"><inputEntry id="a"
 ><text>&lt; 18</text></inputEntry><outputEntry id="b"><text>CELL</text></outputEntry></rule></decisionTable></decision>
 </definitions>"""


def replaced(bundle, path, old, new):
    """The bundle with one text of one file changed."""
    files = dict(bundle.files)
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), new.encode())
    return engine.Bundle.of(bundle.id, files)


def xml(bundle, old, new):
    return replaced(bundle, DIAGRAM, old, new)


def drawing_cases(draw, sound):
    """A procedure for each finding about the drawing."""
    inner = draw.start("di") + draw.script("x", "n := 1") + draw.end("fi") + draw.chain("di", "x", "fi")
    sub = draw.node("subProcess", "sp", inner)
    gateway = draw.node("exclusiveGateway", "g", default="d")
    two_ends = draw.end("fin_deux")
    return {
        "process_id": xml(sound(), '<bpmn:process id="essai"', '<bpmn:process id="autre"'),
        "no_process": xml(sound(), 'process id="essai"', "process"),
        "several_processes": xml(
            sound(),
            "</bpmn:process>",
            '</bpmn:process><bpmn:process id="p2" isExecutable="true"><bpmn:task id="t2"/></bpmn:process>',
        ),
        "without_id": xml(sound(), '<bpmn:startEvent id="debut"', "<bpmn:startEvent"),
        "no_start": xml(sound(), '<bpmn:startEvent id="debut"></bpmn:startEvent>', ""),
        "several_starts": sound(draw.start("d2"), extra=draw.flow("d2", "a")),
        "no_end": xml(sound(), '<bpmn:endEvent id="fin_traite" name="fin traite"></bpmn:endEvent>', ""),
        "implicit_start": sound(draw.node("subProcess", "sp", draw.script("x", "n := 1")), chain=["sp"]),
        "implicit_end": sound(draw.script("s", "n := 1"), extra=draw.flow("a", "s")),
        "subprocess_empty": sound(draw.node("subProcess", "sp"), chain=["sp"]),
        "participant_only": xml(
            sound(),
            "</bpmn:process>",
            '</bpmn:process><bpmn:process id="p2" name="Employeur"><bpmn:task id="t2"/></bpmn:process>',
        ),
        "message_flow_drawn": xml(
            sound(),
            "<bpmn:process",
            '<bpmn:collaboration id="c"><bpmn:participant id="p" name="Employeur"/>'
            '<bpmn:messageFlow id="mf" sourceRef="a" targetRef="p"/></bpmn:collaboration><bpmn:process',
        ),
        "unreachable": sound(draw.script("s", "n := 1"), extra=draw.flow("s", "fin_traite")),
        "dangling_flow": sound(extra=draw.flow("a", "nulle_part")),
        "crossing_flow": sound(sub, chain=["sp"], extra=draw.flow("a", "x")),
        "flow_misplaced": sound(extra=draw.flow("a", "debut")),
        "duplicate_id": sound(draw.script("s", "n := 1"), draw.script("s", "n := 2"), chain=["s"]),
        "unknown_element": sound(extra=draw.node("conversation", "c1")),
        "unsupported_element": sound(draw.node("complexGateway", "s"), chain=["s"]),
        "event_subprocess": sound(draw.node("subProcess", "es", inner, triggeredByEvent="true")),
        "compensation": sound(
            draw.script("s", "n := 1").replace("scriptTask id", 'scriptTask isForCompensation="true" id', 1)
        ),
        "unsupported_event": sound(draw.catch("s", "<bpmn:conditionalEventDefinition id='c'/>"), chain=["s"]),
        "event_without_reference": sound(draw.catch("s", draw.event("message")), chain=["s"]),
        "event_reference_missing": sound(draw.catch("s", draw.event("message", "msg_absent")), chain=["s"]),
        "boundary_host": sound(
            draw.boundary("b1", "fin_traite", draw.timer("P1D")), extra=draw.flow("b1", "fin_traite")
        ),
        "error_uncaught": sound(
            gateway,
            draw.end("fin_e", draw.event("error", "e")),
            chain=["g"],
            extra=draw.flow("g", "fin_e", id="d"),
            before='<bpmn:error id="e" errorCode="E"/>',
            e="x",
        ),
        "link_without_target": sound(draw.throw("s", '<bpmn:linkEventDefinition id="l" name="A"/>'), chain=["s"]),
        "data_dropped": sound(extra=draw.node("dataObject", "do")),
        "data_store": sound(extra=draw.node("dataStoreReference", "ds", name="Base")),
        "correlation_dropped": xml(
            sound(),
            "<bpmn:process",
            '<bpmn:collaboration id="c"><bpmn:correlationKey id="k"/></bpmn:collaboration><bpmn:process',
        ),
        "implicit_split": sound(two_ends, extra=draw.flow("a", "fin_deux"), deux="x"),
        "split_without_default": sound(
            draw.with_form("b", "forms/note.json"),
            two_ends,
            extra=draw.flow("a", "b")
            + draw.flow("b", "fin_traite", "avis = 1")
            + draw.flow("b", "fin_deux", "avis = 2"),
            deux="x",
        ),
        "foreign_language": xml(
            sound(
                gateway, two_ends, chain=["g"], extra=draw.flow("g", "fin_deux", id="d") + draw.flow("g", "a", "1 = 2")
            ),
            '"bpmn:tFormalExpression">1 = 2',
            '"bpmn:tFormalExpression" language="http://www.w3.org/1999/XPath">1 = 2',
        ),
        "condition_missing": sound(gateway, two_ends, chain=["g"], extra=draw.flow("g", "fin_deux", id="d")),
        "default_missing": sound(
            draw.node("exclusiveGateway", "g"),
            two_ends,
            extra=draw.flow("a", "g")
            + draw.flow("g", "fin_deux", "avis = 1")
            + draw.flow("g", "fin_traite", "avis = 2"),
        ),
        "default_dangling": sound(draw.node("exclusiveGateway", "g", default="ailleurs"), chain=["g"]),
        "default_conditional": sound(
            gateway, two_ends, chain=["g"], extra=draw.flow("g", "fin_deux", "avis = 1", id="d")
        ),
        "condition_ignored": sound(
            draw.node("parallelGateway", "g"), two_ends, chain=["g"], extra=draw.flow("g", "fin_deux", "avis = 1")
        ),
        "event_gateway_target": sound(draw.node("eventBasedGateway", "g"), chain=["g"]),
        "endless_loop": sound(
            draw.node("exclusiveGateway", "m"),
            draw.script("s", "n := 1"),
            extra=draw.flow("a", "m") + draw.chain("m", "s", "m"),
        ),
        "automatic_loop": sound(
            draw.node("exclusiveGateway", "m"),
            draw.script("s", "n := 1"),
            gateway,
            chain=["m", "s", "g"],
            extra=draw.flow("g", "m", "avis = 1", id="d"),
        ),
        "stuck": sound(
            draw.node("exclusiveGateway", "g", default="d"),
            draw.script("s", "n := 1"),
            draw.script("t", "n := 1"),
            draw.node("parallelGateway", "j"),
            extra=draw.flow("a", "g")
            + draw.flow("g", "s", "avis = 1")
            + draw.flow("g", "t", id="d")
            + draw.chain("s", "j")
            + draw.chain("t", "j", "fin_traite"),
        ),
        "twice": sound(
            draw.node("parallelGateway", "g"),
            draw.script("s", "n := 1"),
            draw.script("t", "n := 1"),
            draw.node("exclusiveGateway", "m"),
            draw.with_form("b", "forms/note.json"),
            extra=draw.flow("a", "g") + draw.chain("g", "s", "m") + draw.chain("g", "t", "m", "b", "fin_traite"),
        ),
    }


def link_cases(draw, sound, note_form):
    """A procedure for each finding about what the drawing refers to."""
    listed = {
        **note_form,
        "properties": {"p": {"title": "P", "type": "string", "x-kind": "reference", "x-list": "absente"}},
    }
    broken = {**note_form, "x-inconnu": 1}
    loop = "<bpmn:standardLoopCharacteristics/>"
    many = "<bpmn:multiInstanceLoopCharacteristics/>"
    rule = draw.rule("r", "D1")
    dmn = {"rules/d.dmn": DMN.replace(b"CELL", b"true")}
    service = draw.service("s", "avis", modele='"m"')
    call = draw.node("callActivity", "c", calledElement="appelee")
    return {
        "role_missing": sound(lane=False),
        "role_unknown": xml(sound(), 'name="accueil"', 'name="acueil"'),
        "form_none": sound(draw.user("u"), chain=["u"]),
        "form_missing": xml(sound(), "forms/note.json", "forms/notes.json"),
        "form_invalid": sound(files={"forms/note.json": broken}),
        "form_unused": sound(files={"forms/autre.json": note_form}),
        "list_unknown": sound(files={"forms/note.json": listed}),
        "deadline_unknown": sound(draw.with_form("u", "forms/note.json", delai="DS-99"), chain=["u"]),
        "message_undeclared": sound(
            draw.catch("m", draw.event("message", "msg_p")), chain=["m"], before=draw.message("p")
        ),
        "issue_unknown": sound(draw.end("fin_autre"), extra=draw.flow("a", "fin_autre")),
        "called_missing": xml(sound(call, chain=["c"]), ' calledElement="appelee"', ""),
        "called_unknown": xml(sound(call, chain=["c"]), '"appelee"', '"absente"'),
        "called_not_callable": xml(sound(call, chain=["c"]), '"appelee"', '"fermee"'),
        "call_cycle": xml(sound(call, chain=["c"]), '"appelee"', '"essai"'),
        "element_clash": sound(call, draw.script("x2", "n := 1"), chain=["c", "x2"]),
        "decision_none": xml(sound(rule, chain=["r"], files=dmn), "D1", ""),
        "decision_unknown": sound(draw.rule("r", "D2"), chain=["r"], files=dmn),
        "dmn_invalid": sound(files={"rules/d.dmn": b"<a/>"}),
        "dmn_error": sound(files={"rules/d.dmn": DMN.replace(b"CELL", b"1 +")}),
        "dmn_warning": sound(files={"rules/d.dmn": DMN.replace(b"CELL", b"true")}),
        "dmn_note": sound(
            files={"rules/d.dmn": DMN.replace(b"CELL", b"true").replace(b"&lt; 18", b"contains(?, string(age))")}
        ),
        "operator_missing": sound(draw.node("serviceTask", "s"), chain=["s"]),
        "operator_unknown": xml(sound(service, chain=["s"]), 'id="avis"', 'id="fusee"'),
        "webhook_without_target": sound(draw.service("s", "webhook", contenu="{}"), chain=["s"]),
        "letter_unknown": sound(draw.service("s", "lettre", modele='"L99"'), chain=["s"]),
        "letter_word_missing": sound(draw.service("s", "lettre", modele='"L1"'), chain=["s"]),
        "letter_word_unread": sound(
            draw.service("s", "lettre", modele='"L1"', candidat="{}", candidate="{}"), chain=["s"]
        ),
        "result_ignored": xml(sound(service, chain=["s"]), 'resultVariable=""', 'resultVariable="x"'),
        "timer_missing": xml(sound(draw.catch("t", draw.timer("P1D")), chain=["t"]), "P1D", ""),
        "timer_invalid": sound(draw.catch("t", draw.timer("P1Z")), chain=["t"]),
        "cycle_misplaced": sound(draw.catch("t", draw.timer("R3/P1D", "timeCycle")), chain=["t"]),
        "feel_invalid": sound(draw.script("s", "n := 1 +"), chain=["s"]),
        "script_invalid": sound(draw.script("s", "import os"), chain=["s"]),
        "script_empty": sound(draw.script("s", "// rien"), chain=["s"]),
        "variable_unknown": sound(draw.script("s", "n := avi"), chain=["s"]),
        "repeat_source": sound(draw.user("u", many), chain=["u"]),
        "loop_without_end": sound(draw.user("u", loop), chain=["u"]),
    }


def file_cases(draw, sound):
    """A procedure for each finding about its other files."""

    def toml(old, new):
        return replaced(sound(), "procedure.toml", old, new)

    def told(*steps, **words):
        return sound(files={"scenarios/un.json": {"etapes": list(steps), **words}})

    without = dict(sound().files)
    del without["procedure.toml"]
    return {
        "file_missing": engine.Bundle.of("essai", without),
        "toml_unreadable": toml('titre = "Essai"', "titre = Essai"),
        "toml_unknown": toml('titre = "Essai"', 'titre = "Essai"\ncouleur = "bleu"'),
        "toml_missing": toml('prefixe = "ES"\n', ""),
        "toml_kind": toml('ouvert_par = ["accueil"]', 'ouvert_par = "accueil"'),
        "toml_id": toml('id = "essai"', 'id = "autre"'),
        "toml_numbering": toml('prefixe = "ES"', 'prefixe = "ES"\nnumero = "local"'),
        "toml_role_unknown": toml('ouvert_par = ["accueil"]', 'ouvert_par = ["acueil"]'),
        "message_no_role": replaced(sound(messages=["p"]), "procedure.toml", 'roles = ["accueil"]', "roles = []"),
        "message_unused": sound(messages=["p"]),
        "scenario_unreadable": sound(files={"scenarios/un.json": b"{"}),
        "scenario_word": told({"dormir": 1}),
        "scenario_element": told({"tache": "absente"}),
        "scenario_message": told({"message": "absent"}),
        "scenario_end": told(fin="inconnue"),
    }
