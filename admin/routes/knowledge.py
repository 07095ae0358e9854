"""What the bot knows and what staff learn."""

from admin.forms import Nothing
from admin.route import ADMIN, MANAGING, SIGNED_IN, STEERING, get, post
from admin.routes.paths import ID
from admin.views import (
    development,
    drafts,
    gaps,
    knowledge,
    packages,
    standards,
)

ROUTES = (
    get("/pengetahuan", knowledge.index, MANAGING),
    get("/pengetahuan/coba", knowledge.test, MANAGING),
    get("/pengetahuan/kelengkapan", knowledge.complete, MANAGING),
    get("/pengetahuan/baru", drafts.new, MANAGING),
    post("/pengetahuan/baru", drafts.add, MANAGING, drafts.Written, drafts.new),
    get("/pengetahuan/standar", standards.knowledge, ADMIN),
    post(
        "/pengetahuan/standar",
        standards.change_knowledge,
        ADMIN,
        standards.Knowledge,
        standards.knowledge,
    ),
    get("/pengetahuan/ekspor.zip", packages.export, STEERING),
    post(
        "/pengetahuan/impor",
        packages.upload,
        STEERING,
        packages.Package,
        knowledge.index,
        alone=True,
        file=packages.LARGEST_UPLOAD,
    ),
    get("/pengetahuan/celah", gaps.index, MANAGING),
    post("/pengetahuan/celah/rancang", gaps.write, MANAGING, gaps.OfGap, gaps.index),
    post("/pengetahuan/celah/tutup", gaps.dismiss, MANAGING, gaps.OfGap, gaps.index),
    get(f"/pengetahuan/rancangan/{ID}", drafts.show, MANAGING),
    post(f"/pengetahuan/rancangan/{ID}", drafts.change, MANAGING, drafts.Written, drafts.show),
    post(
        f"/pengetahuan/rancangan/{ID}/terbitkan",
        drafts.publish,
        STEERING,
        drafts.Publishing,
        drafts.show,
    ),
    post(f"/pengetahuan/rancangan/{ID}/buang", drafts.drop, MANAGING, Nothing, drafts.show),
    get(f"/pengetahuan/{ID}", knowledge.show, MANAGING),
    post(f"/pengetahuan/{ID}", drafts.edit, MANAGING, drafts.Written, knowledge.show),
    post(f"/pengetahuan/{ID}/pilih", knowledge.choose, STEERING, knowledge.Choice, knowledge.show),
    post(f"/pengetahuan/{ID}/tarik", knowledge.retire, STEERING, Nothing, knowledge.show),
    post(f"/pengetahuan/{ID}/pakai", knowledge.restore, STEERING, Nothing, knowledge.show),
    get("/pengembangan", development.show, SIGNED_IN),
    get("/pengembangan/standar", development.rules, ADMIN),
    post(
        "/pengembangan/standar", development.change, ADMIN, development.Amounts, development.rules
    ),
    post(
        "/pengembangan/standar/sinyal",
        development.change_rule,
        ADMIN,
        development.Rule,
        development.rules,
    ),
)
