"""The pieces addresses are made of."""

from core.privacy.models import CLOCKS, RETENTION

CODE = r"{code:LP-[0-9A-Z]{4}-[0-9A-Z]{4}}"
ID = r"{id:[1-9][0-9]{0,14}}"
WORK = rf"/perbaikan/{ID}"
BULK = "/laporan/sekaligus"
IDENTITY = f"/laporan/{CODE}/identitas"
TOKEN = r"{token:[A-Za-z0-9_-]{20,100}}"  # noqa: S105
RULE = rf"{{rule:{'|'.join((*CLOCKS, *RETENTION))}}}"
