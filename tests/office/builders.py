"""A small country: one province with a ward and a commune, and people to work there."""

from datetime import date

from hoiam.office import actions, register
from hoiam.office.models import Unit

START = date(2025, 7, 1)
TODAY = date(2026, 8, 28)
PASSWORD = "một câu dài dễ nhớ"
LIST = """code,name,name_en,kind,parent_code,valid_from,valid_until,legal_basis
20,Lạng Sơn,Lang Son,province,,2025-07-01,,202/2025/QH15
05977,Đông Kinh,Dong Kinh,ward,20,2025-07-01,,1672/NQ-UBTVQH15
06325,Bắc Sơn,Bac Son,commune,20,2025-07-01,,1672/NQ-UBTVQH15
"""
CITY = """code,name,name_en,kind,parent_code,valid_from,valid_until,legal_basis
20,Lạng Sơn,Lang Son,province,,2025-07-01,2026-08-01,202/2025/QH15
20,Lạng Sơn,Lang Son,city,,2026-08-01,,1/2026/QH16
05977,Đông Kinh,Dong Kinh,ward,20,2025-07-01,,1672/NQ-UBTVQH15
06325,Bắc Sơn,Bac Son,commune,20,2025-07-01,2026-08-01,1672/NQ-UBTVQH15
06325,Bắc Sơn,Bac Son,ward,20,2026-08-01,,2/NQ-UBTVQH16
"""


def load(text=LIST):
    return actions.load_units(rows=register.parse(text))


def unit(code="05977"):
    return Unit.objects.get(code=code, valid_until=None)


def serve(text=LIST, path="/20/"):
    load(text)
    actions.serve(unit_path=path)
    return unit()


def person(username="lan", name="Nông Thị Ví Dụ", email=""):
    return actions.create_person(username=username, name=name, password=PASSWORD, email=email)


def head(place, title="Chủ tịch"):
    return actions.create_post(unit_id=place.pk, title=title, title_en="Chairman", is_head=True)
