"""Rights, safety and how the service itself is doing."""

from admin.forms import Nothing
from admin.route import ADMIN, STEERING, get, post
from admin.routes.paths import ID, RULE
from admin.views import (
    accounts,
    bans,
    breaches,
    features,
    log,
    privacy_rules,
    retention,
    rights,
    trouble,
)
from core.features.catalogue import NAMES
from core.features.presets import presets

ROUTES = (
    get("/hak-data", rights.index, STEERING),
    get("/hak-data/aturan", privacy_rules.index, STEERING),
    get(f"/hak-data/aturan/{RULE}", privacy_rules.show, ADMIN),
    post(
        f"/hak-data/aturan/{RULE}",
        privacy_rules.change,
        ADMIN,
        privacy_rules.Amount,
        privacy_rules.show,
    ),
    get(f"/hak-data/{ID}", rights.show, STEERING),
    post(f"/hak-data/{ID}", rights.decide, STEERING, rights.Decision, rights.show),
    get("/insiden", breaches.index, ADMIN),
    get("/insiden/baru", breaches.new, ADMIN),
    post("/insiden", breaches.add, ADMIN, breaches.NewBreach, breaches.new),
    get(f"/insiden/{ID}", breaches.show, ADMIN),
    post(f"/insiden/{ID}/terdampak", breaches.affect, ADMIN, breaches.Cases, breaches.show),
    post(f"/insiden/{ID}/beritahu", breaches.tell, ADMIN, Nothing, breaches.show),
    post(f"/insiden/{ID}/lembaga", breaches.authority, ADMIN, breaches.Letter, breaches.show),
    get("/retensi", retention.index, ADMIN),
    post("/retensi", retention.erase, ADMIN, Nothing, retention.index),
    get("/pembatasan", bans.index, ADMIN),
    get("/pembatasan/baru", bans.new, ADMIN),
    post("/pembatasan", bans.add, ADMIN, bans.NewBan, bans.new),
    get(f"/pembatasan/{ID}", bans.show, ADMIN),
    post(f"/pembatasan/{ID}/cabut", bans.lift, ADMIN, Nothing, bans.show),
    get("/gangguan", trouble.index, STEERING),
    post(f"/gangguan/masuk/{ID}/ulang", trouble.replay, STEERING, Nothing, trouble.index),
    post(f"/gangguan/masuk/{ID}/isi", trouble.read_update, STEERING, Nothing, trouble.index),
    post(f"/gangguan/keluar/{ID}/ulang", trouble.resend, STEERING, Nothing, trouble.index),
    post(f"/gangguan/keluar/{ID}/isi", trouble.read_message, STEERING, Nothing, trouble.index),
    get("/fitur", features.index, ADMIN),
    get(rf"/fitur/{{name:{'|'.join(NAMES)}}}", features.show, ADMIN),
    get(rf"/fitur/paket/{{preset:{'|'.join(presets())}}}", features.preset, ADMIN),
    post("/fitur", features.switch, ADMIN, features.Wanted, features.index),
    get("/jejak", log.index, ADMIN),
    get("/pengguna", accounts.index, ADMIN),
    get("/pengguna/baru", accounts.new, ADMIN),
    post("/pengguna", accounts.add, ADMIN, accounts.NewAccount, accounts.new),
    get(f"/pengguna/{ID}", accounts.show, ADMIN),
    post(f"/pengguna/{ID}", accounts.change, ADMIN, accounts.Rights, accounts.show),
    post(f"/pengguna/{ID}/tautan", accounts.link, ADMIN, Nothing, accounts.show),
    post(f"/pengguna/{ID}/tutup", accounts.close, ADMIN, Nothing, accounts.show),
    post(f"/pengguna/{ID}/buka", accounts.reopen, ADMIN, Nothing, accounts.show),
)
