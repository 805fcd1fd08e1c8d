"""An import contract of our own: tables belong to the package they stand in.

Registered in pyproject.toml beside the contracts that import-linter brings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from typing_extensions import override

if TYPE_CHECKING:
    from grimp import ImportGraph


class OwnTables(Contract):
    """No module outside of a package imports one of its modules of this name.

    `keepers` may: the schema's history looks at every table.
    """

    type_name = "own_tables"
    name_of_tables = fields.StringField()
    keepers = fields.SetField(subfield=fields.ModuleExpressionField(), required=False)

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import that crosses the border of a package."""
        allowed: Any = self.keepers or set()
        keepers = {m.name for m in module_expressions_to_modules(graph, allowed)}
        tables = sorted(m for m in graph.modules if m.endswith(f".{self.name_of_tables}"))
        trespasses = [
            (importer, module)
            for module in tables
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not f"{importer}.".startswith(f"{module.rpartition('.')[0]}.")
            and importer not in keepers
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each."""
        trespasses: list[tuple[str, str]] = check.metadata["trespasses"]
        for importer, module in trespasses:
            output.print_error(f"{importer} imports {module}: read its package's view instead")
