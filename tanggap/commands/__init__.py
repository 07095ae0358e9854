"""One module per command."""

from tanggap.commands.admin import admin
from tanggap.commands.areas import areas
from tanggap.commands.bench import bench
from tanggap.commands.content import content
from tanggap.commands.demo import demo
from tanggap.commands.doctor import doctor
from tanggap.commands.evaluate import evaluate
from tanggap.commands.features import features
from tanggap.commands.migrate import migrate
from tanggap.commands.permissions import permissions
from tanggap.commands.run import run
from tanggap.commands.setup import setup
from tanggap.commands.staff import staff
from tanggap.commands.verify import verify

COMMANDS = (
    demo,
    setup,
    run,
    migrate,
    doctor,
    staff,
    admin,
    areas,
    features,
    permissions,
    content,
    evaluate,
    bench,
    verify,
)
