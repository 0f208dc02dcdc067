"""A DMN file read, resolved and compiled into a `Model`."""

from collections.abc import Callable, Mapping

from migraflow import feel
from migraflow.feel import Value

from .boxed import Compiler, bad_text, box_of, fitted, is_foreign, parameters_of
from .build_tables import decision_table
from .errors import Code, DmnError
from .findings import Finding
from .graph import run
from .logic import Logic, nothing
from .model import Decision, InputData, Knowledge, Model, Node, Reference, Service
from .reading import Element, attribute, child, children, local, read_definitions
from .tables import Table
from .types import Allowed, ItemType, Types

HostFunctions = Mapping[str, Callable[..., object]]
DRG = ("inputData", "decision", "businessKnowledgeModel", "decisionService")


def parse(xml: bytes, imports: Mapping[str, Model] | None = None, functions: HostFunctions | None = None) -> Model:
    """The model of a DMN file; raises DmnError.

    `imports` are models this one may import, by namespace; `functions` are extra FEEL functions by name. Texts that
    are not FEEL do not raise: their value is null, and `check` reports them.
    """
    root = read_definitions(xml)
    try:
        return Builder(root, imports or {}, functions or {}).model()
    except RecursionError:
        raise DmnError(Code.TOO_DEEP) from None


class Builder:
    """Builds one model."""

    def __init__(self, root: Element, available: Mapping[str, Model], functions: HostFunctions) -> None:
        self.root = root
        self.namespace = attribute(root, "namespace")
        self.imports = imported(root, available)
        self.elements = {key_of(each): each for each in children(root, *DRG)}
        self.bad: list[Finding] = []
        types = Types(root, imported_types(self.imports), self.allowed)
        self.compiler = Compiler(types, functions, {"decisionTable": decision_table}, findings=self.bad)

    def allowed(self, text: str, element: str) -> Allowed:
        """The test of allowed values."""
        try:
            expression = feel.compile_unary(text)
        except feel.FeelSyntaxError as error:
            self.bad.append(bad_text(error, element, ""))
            return anything
        return lambda value: expression.within({}, feel.Run(), value) is True

    def model(self) -> Model:
        """The whole model."""
        nodes = {key: self.node(each) for key, each in self.elements.items()}
        tables = tuple(each for each in self.compiler.tables if isinstance(each, Table))
        types = self.compiler.types.made
        name = attribute(self.root, "name")
        return Model(name, self.namespace, nodes, self.imports, tuple(self.compiler.findings), tables, types, run)

    def node(self, element: Element) -> Node:
        """One element of the graph."""
        makers: dict[str, Callable[[Element], Node]] = {
            "inputData": self.input_data,
            "decision": self.decision,
            "businessKnowledgeModel": self.knowledge,
            "decisionService": self.service,
        }
        return makers[local(element)](element)

    def input_data(self, element: Element) -> InputData:
        """`inputData`."""
        return InputData(key_of(element), name_of(element), self.type_of(element))

    def type_of(self, element: Element) -> ItemType | None:
        """The type of an element's variable."""
        return self.compiler.type_of(child(element, "variable"))

    def decision(self, element: Element) -> Decision:
        """`decision`."""
        requires = self.requirements(element)
        self.compiler.decision = name_of(element)
        logic = self.compiler.logic(box_of(element), self.names(requires))
        return Decision(key_of(element), name_of(element), self.type_of(element), logic, requires)

    def knowledge(self, element: Element) -> Knowledge:
        """`businessKnowledgeModel`, which may call itself; its variable's type is the result's or the function's."""
        requires = self.requirements(element)
        self.compiler.decision = name_of(element)
        encapsulated = child(element, "encapsulatedLogic")
        parameters = parameters_of(self.compiler, encapsulated) if encapsulated is not None else ()
        known = self.names(requires) | {name_of(element)} | {name for name, _ in parameters}
        body: Logic = nothing
        if encapsulated is not None and not is_foreign(self.compiler, encapsulated):
            body = self.compiler.logic(box_of(encapsulated), known)
            body = fitted(body, self.compiler.type_of(encapsulated))
        declared = self.type_of(element)
        result = declared.result if declared is not None and declared.result is not None else declared
        if result is None and encapsulated is not None:
            result = self.compiler.types.find(attribute(box_of(encapsulated), "typeRef"))
        return Knowledge(key_of(element), name_of(element), parameters, body, result, requires)

    def service(self, element: Element) -> Service:
        """`decisionService`."""
        outputs, encapsulated, decisions, inputs = (
            tuple(reference(each, self.root) for each in children(element, part))
            for part in ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        )
        kind = self.type_of(element)
        return Service(key_of(element), name_of(element), kind, outputs, encapsulated, decisions, inputs)

    def requirements(self, element: Element) -> tuple[Reference, ...]:
        """What an element requires."""
        return tuple(
            reference(required, self.root)
            for requirement in children(element, "informationRequirement", "knowledgeRequirement")
            for required in children(requirement, "requiredInput", "requiredDecision", "requiredKnowledge")
        )

    def names(self, requires: tuple[Reference, ...]) -> frozenset[str]:
        """The names those requirements bring into sight, imported ones with and without their alias."""
        found: set[str] = set()
        for each in requires:
            if each.namespace in ("", self.namespace):
                element = self.elements.get(each.id)
                found |= {name_of(element)} if element is not None else set()
                continue
            for alias, model in self.imports.items():
                if model.namespace == each.namespace and each.id in model.nodes:
                    found |= {alias, model.nodes[each.id].name} - {""}
        return frozenset(found)


def anything(value: Value) -> bool:
    """The test that allows everything."""
    return True


def key_of(element: Element) -> str:
    """An element's id, its name when it has none."""
    return attribute(element, "id") or attribute(element, "name")


def name_of(element: Element) -> str:
    """The name an element's value goes by."""
    return attribute(child(element, "variable"), "name") or attribute(element, "name")


def reference(element: Element, root: Element) -> Reference:
    """Where an `href` points."""
    namespace, _, identity = attribute(element, "href").rpartition("#")
    return Reference("" if namespace == attribute(root, "namespace") else namespace, identity)


def imported(root: Element, available: Mapping[str, Model]) -> dict[str, Model]:
    """The imported models that are at hand, by alias."""
    return {
        attribute(each, "name"): available[attribute(each, "namespace")]
        for each in children(root, "import")
        if attribute(each, "namespace") in available
    }


def imported_types(imports: Mapping[str, Model]) -> dict[str, ItemType]:
    """The types of imported models, under `alias.name`."""
    return {
        f"{alias}.{name}" if alias else name: kind
        for alias, model in imports.items()
        for name, kind in model.types.items()
    }
