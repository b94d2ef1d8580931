"""The ends of names: joined adjectives, quotation marks, and descriptions after a body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.edges import mended
from pipeline.extract.spans import Found


def one(text: str, name: str, label: str) -> str:
    found = [Found(text.index(name), text.index(name) + len(name), label, "model", 0.9)]
    (f,) = mended(text, found)
    return text[f.start : f.end]


@pytest.mark.parametrize(
    ("text", "name", "state", "label", "whole"),
    [
        (
            "دعت الحكومة الألمانية تركيا إلى الحوار",
            "الحكومة الألمانية تركيا",
            "تركيا",
            "ORG",
            "الحكومة الألمانية",
        ),
        (
            "وحث مجلس الأمن السودان وجنوب السودان على الحوار",
            "مجلس الأمن السودان وجنوب السودان",
            "السودان",
            "COMMITTEE",
            "مجلس الأمن",
        ),
        (
            "دعا سالم الراجي وزير الخارجية الفرنسي تركيا إلى الحوار",
            "وزير الخارجية الفرنسي تركيا",
            "تركيا",
            "ROLE",
            "وزير الخارجية الفرنسي",
        ),
        (
            "وهنأ مجلس الوزراء جمهورية مصر على مشروعها",
            "مجلس الوزراء جمهورية مصر",
            "جمهورية مصر",
            "COMMITTEE",
            "مجلس الوزراء",
        ),
        (
            "أطلقت المناطق الحرة قطر خطتها",
            "المناطق الحرة قطر",
            "قطر",
            "ORG",
            "المناطق الحرة قطر",
        ),  # a branch
        ("طالب الهلال الأحمر قطر بالعون", "الهلال الأحمر قطر", "قطر", "ORG", "الهلال الأحمر"),
        (
            "أعلنت وزارة خارجية تركيا خطتها",
            "وزارة خارجية تركيا",
            "تركيا",
            "ORG",
            "وزارة خارجية تركيا",
        ),
        ("أعلنت السفارة في تركيا خطتها", "السفارة في تركيا", "تركيا", "ORG", "السفارة في تركيا"),
    ],
)
def test_a_state_that_the_verb_governs_is_no_part_of_the_name_before_it(
    text: str, name: str, state: str, label: str, whole: str
) -> None:
    def at(words: str, kind: str) -> Found:
        return Found(text.index(words), text.index(words) + len(words), kind, "model", 0.9)

    first, *_ = mended(text, [at(name, label), at(state, "COUNTRY")])
    assert text[first.start : first.end] == whole


@pytest.mark.parametrize(
    ("text", "cut", "label", "whole"),
    [
        (
            "أقرت لجنة التطوير الإداري والمالي خطتها",
            "لجنة التطوير الإداري",
            "COMMITTEE",
            "لجنة التطوير الإداري والمالي",
        ),
        (
            "لجنة الشؤون القانونية والسياسية والأمنية بالمجلس",
            "لجنة الشؤون القانونية",
            "COMMITTEE",
            "لجنة الشؤون القانونية والسياسية والأمنية",
        ),
        (
            "لجنة الشؤون القانونية والمالي",
            "لجنة الشؤون القانونية",
            "COMMITTEE",
            "لجنة الشؤون القانونية",
        ),  # another gender
        (
            "لجنة الشؤون القانونية والوزارة",
            "لجنة الشؤون القانونية",
            "COMMITTEE",
            "لجنة الشؤون القانونية",
        ),
        ("وقعت شركة «نخيل العلا» العقد", "شركة «نخيل العلا", "ORG", "شركة «نخيل العلا»"),
        (
            "برنامج تأهيل (TAHEEL) للشباب",
            "برنامج تأهيل (TAHEEL",
            "INITIATIVE",
            "برنامج تأهيل (TAHEEL)",
        ),
        (
            "أطلقت منصة الخدمات البلدية الموحدة أمس",
            "منصة الخدمات",
            "INITIATIVE",
            "منصة الخدمات البلدية الموحدة",
        ),
        ("تنفيذ مشروع المياه الجديدة الذي", "مشروع المياه", "INITIATIVE", "مشروع المياه"),
        (
            "إقرار البرنامج الزراعي المعد\u0651ل أمس",
            "البرنامج الزراعي",
            "INITIATIVE",
            "البرنامج الزراعي",
        ),  # \u0651 shadda, no end of a word
        ("ربط هيئة الموانئ بمنصة فسح أمس", "هيئة الموانئ بمنصة فسح", "ORG", "هيئة الموانئ"),
        ("ناقشت اللجنة المالية الخطة", "اللجنة المالية", "COMMITTEE", "اللجنة المالية"),
        ("قال المدير التنفيذي لشركة المرفأ إن", "لشركة المرفأ", "ORG", "شركة المرفأ"),
        ("عقدت لجنة المراعي", "لجنة المراعي", "COMMITTEE", "لجنة المراعي"),
        (
            "افتتح المركز الوطني للنخيل والتمور فرعه",
            "المركز الوطني للنخيل",
            "ORG",
            "المركز الوطني للنخيل والتمور",
        ),
        ("افتتح المركز الوطني للنخيل والتي", "المركز الوطني للنخيل", "ORG", "المركز الوطني للنخيل"),
        ("بمقر الأمانة العامة في مدينة الرياض", "الأمانة العامة في مدينة", "ORG", "الأمانة العامة"),
        (
            "عقدت لجنة المواقع التابعة لـ/المنظمة/",
            "لجنة المواقع التابعة لـ",
            "COMMITTEE",
            "لجنة المواقع",
        ),
        (
            "عقد مجلس الإدارة والأمانة العامة اجتماعا",
            "مجلس الإدارة والأمانة العامة",
            "COMMITTEE",
            "مجلس الإدارة",
        ),
        (
            "عقدت اللجنة المالية برئاسة الوزير",
            "اللجنة المالية برئاسة الوزير",
            "COMMITTEE",
            "اللجنة المالية",
        ),
        ("أعلن سوق دبي المالي نتائجه", "سوق دبي المالي", "ORG", "سوق دبي المالي"),
        (
            "دعا مجلس إدارة شركة المرفأ القابضة المساهمين إلى",
            "مجلس إدارة شركة المرفأ القابضة المساهمين",
            "COMMITTEE",
            "مجلس إدارة شركة المرفأ القابضة",
        ),
        ("قال مدير إدارة المراعي بالوكالة", "إدارة المراعي بالوكالة", "ORG", "إدارة المراعي"),
        (
            "اجتماع الجمعية العمومية للشركة والمقرر عقده",
            "الجمعية العمومية للشركة والمقرر",
            "COMMITTEE",
            "الجمعية العمومية للشركة",
        ),
        (
            "قال رئيس لجنة الحصر بالإنابة",
            "رئيس لجنة الحصر بالإنابة",
            "ROLE",
            "رئيس لجنة الحصر بالإنابة",
        ),
    ],
)
def test_the_end_of_a_name(text: str, cut: str, label: str, whole: str) -> None:
    assert one(text, cut, label) == whole


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        (
            "اللجنة الفنية المعنية بمؤشر جودة المراعي الوطني أمس",
            "اللجنة الفنية",
            "اللجنة الفنية المعنية بمؤشر جودة المراعي الوطني",
        ),
        (
            "فريق العمل المشرف على تنفيذ المشروع، والذي",
            "فريق العمل المشرف",
            "فريق العمل المشرف على تنفيذ المشروع",
        ),
        ("اللجنة المنظمة للمهرجان أعمالها", "اللجنة المنظمة", "اللجنة المنظمة للمهرجان"),
        ("وجهت اللجنة المنظمة بالسير في العمل", "اللجنة المنظمة", "اللجنة المنظمة"),
        # the person, not the team
        ("قال رئيس فريق العمل المعنية بالمراعي", "فريق العمل", "فريق العمل"),
        ("مجلس الإدارة المشرف على المراعي", "مجلس الإدارة", "مجلس الإدارة"),  # a council's member
        ("اللجنة المكلفة بحصر برئاسة الوكيل", "اللجنة المكلفة", "اللجنة المكلفة"),
    ],
)
def test_what_a_committee_is_charged_with_belongs_to_its_name(
    text: str, cut: str, whole: str
) -> None:
    """Inside the name 42 times and after it 3 times in the annotated documents; COMMITTEE 83.0 ->
    83.4 over the held-out folds."""
    assert one(text, cut, "COMMITTEE") == whole


@pytest.mark.parametrize(
    ("text", "cut", "label", "whole"),
    [
        (
            "أقر توصيات لجنة التدقيق والموافقة عليها",
            "لجنة التدقيق والموافقة",
            "COMMITTEE",
            "لجنة التدقيق",
        ),
        (
            "أحالها إلى لجنة فرعية لدراستها ورفع الرأي",
            "لجنة فرعية لدراستها",
            "COMMITTEE",
            "لجنة فرعية",
        ),
        ("أحاله إلى فريق المياه لدراسته", "فريق المياه لدراسته", "COMMITTEE", "فريق المياه"),
        (
            "بموجب قرار مجلس الواحات رقم 38 لسنة 2019",
            "مجلس الواحات رقم 38",
            "COMMITTEE",
            "مجلس الواحات",
        ),
        (
            "قرار اللجنة الفنية المتعلق بالمراعي",
            "اللجنة الفنية المتعلق",
            "COMMITTEE",
            "اللجنة الفنية",
        ),
        (
            "تدرس اللجنة المالية مع الجهات المعنية",
            "اللجنة المالية مع الجهات",
            "COMMITTEE",
            "اللجنة المالية",
        ),
        (
            "أنجز الفريق المشترك مع الجانب العماني عمله",
            "الفريق المشترك مع الجانب العماني",
            "COMMITTEE",
            "الفريق المشترك مع الجانب العماني",
        ),
        (
            "دعوة الجمعية العمومية العادية للانعقاد",
            "الجمعية العمومية العادية للانعقاد",
            "COMMITTEE",
            "الجمعية العمومية العادية",
        ),
        ("عقدت لجنة الري المنبثقة عن المجلس", "لجنة الري المنبثقة", "COMMITTEE", "لجنة الري"),
        (
            "في شركة المرفأ لصناعة الأسمنت داخل الحي",
            "شركة المرفأ لصناعة",
            "ORG",
            "شركة المرفأ لصناعة الأسمنت",
        ),
        (
            "شكر لجنة إعداد الخطة التشغيلية. وقال",
            "لجنة إعداد",
            "COMMITTEE",
            "لجنة إعداد الخطة التشغيلية",
        ),
        ("مديرة وكالة الحوض لسبو السيدة حنان", "وكالة الحوض لسبو", "ORG", "وكالة الحوض لسبو"),
        ("شكر لجنة إعداد التي", "لجنة إعداد", "COMMITTEE", "لجنة إعداد"),
        (
            "برنامج مجلس السواقي لدعم البحوث البيئية.",
            "برنامج مجلس السواقي لدعم",
            "INITIATIVE",
            "برنامج مجلس السواقي لدعم البحوث البيئية",
        ),
        (
            "تمديد عمل لجنة التحقيق في أسعار الأعلاف، وأخذ علما",
            "لجنة التحقيق",
            "COMMITTEE",
            "لجنة التحقيق في أسعار الأعلاف",
        ),
        (
            "عقد مجلس الأعمال العماني - القطري اجتماعه",
            "مجلس الأعمال العماني",
            "COMMITTEE",
            "مجلس الأعمال العماني - القطري",
        ),
        (
            'تفعيل منصة "سواقي" في الإنذار المبكر.',
            'منصة "سواقي" في الإنذار المبكر',
            "INITIATIVE",
            'منصة "سواقي"',
        ),
        (
            "أطلق برنامج «سواقي» للإنذار المبكر.",
            "برنامج «سواقي» للإنذار المبكر",
            "INITIATIVE",
            "برنامج «سواقي» للإنذار المبكر",
        ),
    ],
)
def test_where_a_body_ends_by_grammar(text: str, cut: str, label: str, whole: str) -> None:
    """COMMITTEE on dev, fresh documents and two folds: 84.5, 86.6, 83.9, 85.8 -> 86.4, 93.0, 84.8,
    86.8."""
    assert one(text, cut, label) == whole


def test_what_ends_with_a_body_that_was_cut_short_is_lengthened_with_it() -> None:
    text = "قال رئيس لجنة التحقيق في أسعار الأعلاف، إن"
    end = text.index(" في")
    found = mended(
        text, [Found(4, end, "ROLE", "model", 0.9), Found(9, end, "COMMITTEE", "model", 0.9)]
    )
    assert {text[f.end : f.end + 1] for f in found} == {"،"}


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        (
            "تشكيل لجنة فنية لحصر المراعي تضم نقابة البياطرة",
            "لجنة فنية لحصر المراعي تضم نقابة البياطرة",
            "لجنة فنية لحصر المراعي",
        ),
        (
            "إلى لجنة السواقي والمراعي لمزيد من البحث",
            "لجنة السواقي والمراعي لمزيد من البحث",
            "لجنة السواقي والمراعي",
        ),
        (
            "اجتماع رئيس لجنة المراعي برؤساء الجمعيات",
            "لجنة المراعي برؤساء الجمعيات",
            "لجنة المراعي",
        ),
        (
            "رئيس المجلس الأعلى للمراعي بالنيابة سالم",
            "المجلس الأعلى للمراعي بالنيابة",
            "المجلس الأعلى للمراعي",
        ),
    ],
)
def test_more_words_that_tell_of_a_body(text: str, name: str, whole: str) -> None:
    """Never inside a body's name in 1,197 annotated documents, after it 19 times."""
    assert one(text, name, "COMMITTEE") == whole


@pytest.mark.parametrize(
    ("text", "name", "label", "whole"),
    [
        (
            "اجتماع لجنة متابعة ملف المراعي على مستوى وزراء الري",
            "لجنة متابعة ملف المراعي على مستوى",
            "COMMITTEE",
            "لجنة متابعة ملف المراعي",
        ),
        (
            "دورة الجمعية العامة على المستوى الوزاري للاتحاد",
            "الجمعية العامة على المستوى الوزاري للاتحاد",
            "COMMITTEE",
            "الجمعية العامة على المستوى الوزاري للاتحاد",
        ),
        (
            "اجتماعات اللجنة الفرعية للمراعي والسواقي (RANGE 13)، التي",
            "اللجنة الفرعية للمراعي والسواقي (RANGE 13)",
            "COMMITTEE",
            "اللجنة الفرعية للمراعي والسواقي",
        ),
        (
            "وكيل وزارة المراعي المساعد للتخطيط سالم",
            "وزارة المراعي المساعد للتخطيط",
            "ORG",
            "وزارة المراعي",
        ),
        (
            "يرأس جلسة مجلس السواقي\nنزوى 02 شعبان",
            "مجلس السواقي\nنزوى",
            "COMMITTEE",
            "مجلس السواقي",
        ),
        (
            "وعقد مجلس الإدارة المنتخب أول اجتماع",
            "مجلس الإدارة المنتخب",
            "COMMITTEE",
            "مجلس الإدارة",
        ),
        ("وقال عضو مجلس الإدارة السابق سالم", "مجلس الإدارة السابق", "COMMITTEE", "مجلس الإدارة"),
        ("وحضر رئيس الديوان الملكي المكلف سالم", "الديوان الملكي المكلف", "ORG", "الديوان الملكي"),
        (
            "عقد اجتماع الجمعية العمومية السنوي العادي أمس",
            "الجمعية العمومية السنوي العادي",
            "COMMITTEE",
            "الجمعية العمومية",
        ),
        (
            "لجنة الانتخابات المحلية للمراعي والتحقق منها",
            "لجنة الانتخابات المحلية للمراعي",
            "COMMITTEE",
            "لجنة الانتخابات المحلية للمراعي",
        ),
    ],
)
def test_what_tells_of_a_body_does_not_end_its_name(
    text: str, name: str, label: str, whole: str
) -> None:
    """With the words above, COMMITTEE 86.0 -> 87.0 and 81.3 -> 82.7, committees 76.3 -> 77.5 and
    73.2 -> 74.6 (folds, 50 composed)."""
    assert one(text, name, label) == whole


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        (
            "صادق مجلس إدارة هيئة السواقي على ميزانيته",
            "مجلس إدارة هيئة السواقي على ميزانيته",
            "مجلس إدارة هيئة السواقي",
        ),
        ("قالت لجنة الإشراف على السواقي", "لجنة الإشراف على السواقي", "لجنة الإشراف على السواقي"),
        ("وافقت لجنة الرقابة على السواقي", "لجنة الرقابة على السواقي", "لجنة الرقابة على السواقي"),
        (
            "اجتماع اللجنة المنبثقة عن المجلس الأعلى",
            "اللجنة المنبثقة عن المجلس الأعلى",
            "اللجنة المنبثقة عن المجلس الأعلى",
        ),
        (
            "لجنة التدقيق وإدارة المخاطر",
            "لجنة التدقيق وإدارة المخاطر",
            "لجنة التدقيق وإدارة المخاطر",
        ),
    ],
)
def test_a_committee_over_something_and_one_of_another(text: str, name: str, whole: str) -> None:
    assert one(text, name, "COMMITTEE") == whole


def test_two_bodies_in_one() -> None:
    text = "المجلس الأعلى للسواقي وهيئة المراعي"
    found = mended(text, [Found(0, len(text), "COMMITTEE", "model", 0.9)])
    assert [(text[f.start : f.end], f.label) for f in found] == [
        ("المجلس الأعلى للسواقي", "COMMITTEE"),
        ("هيئة المراعي", "ORG"),
    ]
    text = "مجلس الشورى وزارة المراعي"
    found = mended(text, [Found(0, len(text), "COMMITTEE", "model", 0.9)])
    assert [(text[f.start : f.end], f.label) for f in found] == [
        ("مجلس الشورى", "COMMITTEE"),
        ("وزارة المراعي", "ORG"),
    ]


@given(st.text('ابت «»()"', min_size=1), st.data())
def test_mended_twice_is_mended_once_and_stays_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    once = mended(text, [Found(start, end, "COMMITTEE", "model", 0.9)])
    assert 0 <= once[0].start < once[0].end <= len(text)
    assert mended(text, once) == once


def test_a_subject_with_its_object_is_no_name() -> None:
    text, name = "أقرت اللجنة الآلية الموحدة للري", "اللجنة الآلية الموحدة للري"
    assert mended(text, [Found(5, 5 + len(name), "COMMITTEE", "model", 0.6)]) == []


@pytest.mark.parametrize(
    ("text", "name", "person"),
    [
        ("لمسؤولية المجلس الأصيلة في الري", "المجلس الأصيلة", None),
        ("وكلف المجلس الرويعي برئاسة الفريق", "المجلس الرويعي", "الرويعي"),
    ],
)
def test_a_bare_noun_with_no_adjective_of_its_is_no_name(
    text: str, name: str, person: str | None
) -> None:
    at = text.index(name)
    found = [Found(at, at + len(name), "COMMITTEE", "model", 0.6)]
    if person:
        found.append(
            Found(text.index(person), text.index(person) + len(person), "PER", "model", 0.9)
        )
    assert [f.label for f in mended(text, found)] == (["PER"] if person else [])


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("دائرة الأشغال العامة وهيئة مياه الساحل", ["دائرة الأشغال العامة", "هيئة مياه الساحل"]),
        (
            "شركة المرفأ القابضة سوق دبي المالي",
            ["شركة المرفأ القابضة", "سوق دبي المالي"],
        ),  # «أبلغت شركة …»
        ("هيئة كهرباء ومياه الساحل", ["هيئة كهرباء ومياه الساحل"]),
        ("برنامج سياسة السواقي بالمعهد", ["برنامج سياسة السواقي"]),
    ],
)
def test_two_organisations_in_one_and_where_one_is(name: str, parts: list[str]) -> None:
    """No organisation in the annotated documents contains «و» and such a noun in construct."""
    assert [
        name[f.start : f.end] for f in mended(name, [Found(0, len(name), "ORG", "model", 0.9)])
    ] == parts


def test_a_name_that_begins_with_a_comma_never_becomes_empty() -> None:
    text = "ناقش الأعضاء ، بشأن الخطة"
    start = text.index("،")
    for f in mended(text, [Found(start, text.index(" الخطة"), "ORG", "model", 0.9)]):
        assert f.start < f.end
