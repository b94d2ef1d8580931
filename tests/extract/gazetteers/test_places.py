"""Places by name, with their countries. All sentences are written for these tests."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.gazetteers.places import find_places, place_of

CAPITALS = """
AD أندورا لا فيلا|AE أبوظبي|AF كابول|AG سانت جونز|AL تيرانا|AM يريفان|AO لواندا
AR بوينس آيرس|AT فيينا|AU كانبرا|AZ باكو|BA سراييفو|BB بريدج تاون|BD دكا
BE بروكسل|BF واغادوغو|BG صوفيا|BH المنامة|BI غيتيغا|BJ بورتو نوفو|BN بندر سري بكاوان
BO سوكري|BR برازيليا|BS ناساو|BT تيمفو|BW غابورون|BY مينسك|BZ بلموبان
CA أوتاوا|CD كينشاسا|CF بانغي|CG برازافيل|CH برن|CI ياموسوكرو|CL سانتياغو
CM ياوندي|CN بكين|CO بوغوتا|CR سان خوسيه|CU هافانا|CV برايا|CY نيقوسيا
CZ براغ|DE برلين|DJ جيبوتي|DK كوبنهاغن|DM روسو|DO سانتو دومينغو|DZ الجزائر
EC كيتو|EE تالين|EG القاهرة|ER أسمرة|ES مدريد|ET أديس أبابا|FI هلسنكي
FJ سوفا|FM باليكير|FR باريس|GA ليبرفيل|GB لندن|GD سانت جورج|GE تبليسي
GH أكرا|GM بانجول|GN كوناكري|GQ مالابو|GR أثينا|GT غواتيمالا سيتي|GW بيساو
GY جورج تاون|HN تيغوسيغالبا|HR زغرب|HT بورت أو برنس|HU بودابست|ID جاكرتا|IE دبلن
IN نيودلهي|IQ بغداد|IR طهران|IS ريكيافيك|IT روما|JM كينغستون|JO عمان
JP طوكيو|KE نيروبي|KG بيشكيك|KH بنوم بنه|KI تاراوا|KM موروني|KN باستير
KP بيونغ يانغ|KR سيول|KW الكويت|KZ أستانا|LA فيينتيان|LB بيروت|LC كاستريس
LI فادوز|LK كولومبو|LR مونروفيا|LS ماسيرو|LT فيلنيوس|LU لوكسمبورغ|LV ريغا
LY طرابلس|MA الرباط|MC موناكو|MD كيشيناو|ME بودغوريتسا|MG أنتاناناريفو|MH ماجورو
MK سكوبيه|ML باماكو|MM نايبيداو|MN أولان باتور|MR نواكشوط|MT فاليتا|MU بورت لويس
MV ماليه|MW ليلونغوي|MX مكسيكو سيتي|MY كوالالمبور|MZ مابوتو|NA ويندهوك|NE نيامي
NG أبوجا|NI ماناغوا|NL أمستردام|NO أوسلو|NP كاتماندو|NR يارين|NZ ويلينغتون
OM مسقط|PA بنما سيتي|PE ليما|PG بورت مورسبي|PH مانيلا|PK إسلام آباد|PL وارسو
PS القدس|PT لشبونة|PW نغيرولمود|PY أسونسيون|QA الدوحة|RO بوخارست|RS بلغراد
RU موسكو|RW كيغالي|SA الرياض|SB هونيارا|SC فيكتوريا|SD الخرطوم|SE ستوكهولم
SG سنغافورة|SI ليوبليانا|SK براتيسلافا|SL فريتاون|SM سان مارينو|SN داكار|SO مقديشو
SR باراماريبو|SS جوبا|ST ساو تومي|SV سان سلفادور|SY دمشق|SZ مبابان|TD نجامينا
TG لومي|TH بانكوك|TJ دوشنبه|TL ديلي|TM عشق آباد|TN تونس|TO نوكوالوفا
TR أنقرة|TT بورت أوف سبين|TV فونافوتي|TW تايبيه|TZ دودوما|UA كييف|UG كمبالا
US واشنطن|UY مونتيفيديو|UZ طشقند|VA الفاتيكان|VC كينغستاون|VE كاراكاس|VN هانوي
VU بورت فيلا|WS آبيا|XK بريشتينا|YE صنعاء|ZA بريتوريا|ZM لوساكا|ZW هراري
"""


def found(text: str, hint: str | None = None) -> list[tuple[str, str]]:
    return [
        (text[m.start : m.end], m.place.country) for m in find_places(text, hint) if m.confident
    ]


def country(surface: str, hint: str | None = None) -> str | None:
    place = place_of(surface, hint)
    return place.country if place else None


def test_every_capital_has_its_country() -> None:
    pairs = [
        entry.split(" ", 1) for line in CAPITALS.strip().splitlines() for entry in line.split("|")
    ]
    assert (
        len({code for code, _ in pairs}) == 196
    )  # of 197: Israel's and Palestine's claims to one city do not belong in a test
    assert [(code, name, country(name)) for code, name in pairs if country(name) != code] == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("SA", "الخبر القطيف بيشة الباحة بلجرشي نجران جازان جيزان الأحساء حائل عرعر سكاكا"),
        ("SA", "الدوادمي المجمعة القنفذة رابغ العلا رفحاء صبيا شرورة نيوم"),
        ("AE", "أبوظبي دبي الشارقة عجمان العين الفجيرة خورفكان كلباء ليوا الذيد"),
        ("QA", "الدوحة الوكرة الريان لوسيل الخور الضعاين الشيحانية مسيعيد"),
        ("KW", "حولي الفروانية الجهراء الأحمدي السالمية الشويخ الوفرة"),
        ("BH", "المنامة المحرق الرفاع سترة جدحفص عوالي"),
        ("OM", "مسقط صلالة صحار نزوى السيب مطرح عبري خصب الدقم السويق"),
        ("EG", "الإسكندرية أسيوط سوهاج دمياط الغردقة العلمين بورسعيد"),
        ("IQ", "البصرة الموصل أربيل النجف كربلاء الأنبار"),
        ("YE", "عدن تعز مأرب المكلا حضرموت"),
        ("MA", "مراكش فاس طنجة أكادير"),
        ("JO", "إربد العقبة الزرقاء الكرك"),
    ],
)
def test_arab_towns(code: str, names: str) -> None:
    assert [(n, country(n)) for n in names.split() if country(n) != code] == []


@pytest.mark.parametrize("name", ["العاصمة الإدارية الجديدة", "العاصمة الجديدة"])
def test_egypts_new_capital(name: str) -> None:
    assert country(name) == "EG"  # «الجديدة» alone is a town of Morocco


@pytest.mark.parametrize(
    ("surface", "name", "kind"),
    [
        ("أبو ظبي", "أبوظبي", "city"),
        ("المدينة المنورة", "المدينة المنورة", "city"),
        ("مدينة لوسيل", "لوسيل", "city"),
        ("محافظة جدة", "جدة", "region"),
        ("منطقة مكة المكرمة", "منطقة مكة المكرمة", "region"),
        ("لطائف", "الطائف", "city"),
        ("كوالا لمبور", "كوالالمبور", "city"),
        ("قصر اليمامة", "قصر اليمامة", "venue"),
        ("مضيق هرمز", "مضيق هرمز", "other"),
        ("مدينة الكويت", "مدينة الكويت", "city"),
    ],
)
def test_forms(surface: str, name: str, kind: str) -> None:
    place = place_of(surface)
    assert place is not None and (place.name, place.kind) == (name, kind)


def test_namesakes() -> None:
    assert country("طرابلس") == "LY"
    assert country("طرابلس", "LB") == "LB"
    assert country("القنيطرة") == "MA"
    assert country("القنيطرة", "SY") == "SY"
    assert country("باريس", "US") == "FR"  # a town of 25,000 does not make it ambiguous


@pytest.mark.parametrize(
    "surface", ["", "قطر", "المملكة العربية السعودية", "الاجتماع", "محافظة", "شغموط"]
)
def test_unknown(surface: str) -> None:
    assert place_of(surface) is None


def test_particles_stay_outside_and_heads_inside() -> None:
    assert found("عقد في محافظة الطائف وبمدينة لوسيل وللرياض ثم بجنيف") == [
        ("محافظة الطائف", "SA"),
        ("مدينة لوسيل", "QA"),
        ("لرياض", "SA"),
        ("جنيف", "CH"),
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("يناقش الخبر المنشور", []),
        ("في مدينة الخبر", [("مدينة الخبر", "SA")]),
        ("الخبر - واس", [("الخبر", "SA")]),
        ("أمانات الدمام والخبر والظهران", [("الدمام", "SA"), ("الخبر", "SA"), ("الظهران", "SA")]),
        ("علاج أمراض العين", []),
        ("مدينة العين", [("مدينة العين", "AE")]),
        ("دور الجامعة في دعم النادي", []),
        ("خادم الحرمين الشريفين", []),
        ("دبي: «الخليج» استقبل", [("دبي", "AE")]),
        ("الدوحة - قنا", [("الدوحة", "QA")]),
        ("بين مكة وجدة", [("مكة", "SA"), ("جدة", "SA")]),
        ("زار عمّان أمس", [("عمّان", "JO")]),
        ("زار عُمان أمس", []),
        ("إمارة الشارقة", [("إمارة الشارقة", "AE")]),
        ("وكيل إمارة الباحة", [("الباحة", "SA")]),
    ],
)
def test_cues(text: str, places: list[tuple[str, str]]) -> None:
    assert found(text) == places


@given(st.text(alphabet="الخبردينةمجوبالرياض \n.،«»-1ُ", max_size=80))
def test_ranges_are_ordered(text: str) -> None:
    matches = find_places(text)
    assert all(0 <= m.start < m.end <= len(text) for m in matches)
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))
