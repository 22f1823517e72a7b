"""The JSON Schema of a scenario file, draft 7, as editors with a YAML language server read it."""

from __future__ import annotations

import json

from classroomsim.scenario.shape import ScenarioShape

SCHEMA_ID = "https://classroomsim.invalid/scenario-1.schema.json"


def json_schema() -> str:
    """The schema as indented JSON with a closing newline."""
    schema = ScenarioShape.model_json_schema(ref_template="#/definitions/{model}")
    definitions = schema.pop("$defs")
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        **schema,
        "title": "A classroomsim scenario",
        "definitions": definitions,
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
