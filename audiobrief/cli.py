"""The command line: one import and one ``add_command`` a command."""

import os

import click

from audiobrief import __version__
from audiobrief.commands.adopt import adopt
from audiobrief.commands.build import build
from audiobrief.commands.cache import cache
from audiobrief.commands.check import check
from audiobrief.commands.explain import explain
from audiobrief.commands.gather import gather
from audiobrief.commands.init import init
from audiobrief.commands.lexicon import lexicon
from audiobrief.commands.lint import lint
from audiobrief.commands.publish import publish
from audiobrief.commands.report import report
from audiobrief.commands.review import approve, edit, reject
from audiobrief.commands.say import say
from audiobrief.commands.schema import schema
from audiobrief.commands.script import script
from audiobrief.commands.serve import serve
from audiobrief.commands.speakable import speakable
from audiobrief.commands.status import status
from audiobrief.commands.token import token
from audiobrief.commands.voices import voices


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="audiobrief")
def main() -> None:
    """Turn a news desk's reports into a narrated, mastered podcast."""
    # To look for plugins pydantic reads what every installed package says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


main.add_command(adopt)
main.add_command(approve)
main.add_command(build)
main.add_command(cache)
main.add_command(check)
main.add_command(edit)
main.add_command(explain)
main.add_command(gather)
main.add_command(init)
main.add_command(lexicon)
main.add_command(lint)
main.add_command(publish)
main.add_command(reject)
main.add_command(report)
main.add_command(say)
main.add_command(schema)
main.add_command(script)
main.add_command(serve)
main.add_command(speakable)
main.add_command(status)
main.add_command(token)
main.add_command(voices)
