"""Reads a request's body as a model, or says what is wrong with it."""

from typing import TypeVar

from flask import Response, request
from pydantic import BaseModel, ValidationError

from kiosk.guard import problem

Model = TypeVar("Model", bound=BaseModel)


def body(model: type[Model]) -> Model | Response:
    """Return the request's body, or the answer that names each field that does not fit."""
    try:
        return model.model_validate(request.get_json(silent=True))
    except ValidationError as error:
        faults = [
            {"field": ".".join(str(part) for part in fault["loc"]), "message": fault["msg"]} for fault in error.errors()
        ]
        return problem(422, "invalid", "This does not fit.", errors=faults)
