"""Runs a task as postbot has them: a file with DESCRIPTION and `async def run(driver)`.

The driver that it is given says what is to be posted on standard output, a line of JSON each, and the bot posts it: no token leaves
the bot. Called by the tasks plugin as `postbot_task.py FILE [ARGUMENT…]`.
"""

import asyncio
import importlib.util
import inspect
import json
import os
import sys


class _Posts:
    def create_post(self, options):
        known = {key: options[key] for key in ("channel_id", "message", "root_id", "props") if key in options}
        print(json.dumps(known), flush=True)
        return {"id": "", **known}


class _Driver:
    posts = _Posts()

    def __getattr__(self, name):
        raise AttributeError(
            f"driver.{name} is not there: a task that runs beside the bot can call driver.posts.create_post and print messages"
        )


def main():
    path = sys.argv[1]
    sys.argv = sys.argv[1:]
    sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location("task", path)
    task = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(task)
    result = task.run(_Driver())
    if inspect.isawaitable(result):

        async def wait():
            await result

        asyncio.run(wait())


main()
