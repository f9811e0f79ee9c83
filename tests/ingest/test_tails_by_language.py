"""Tails as blogs of many languages write them, and texts that only use their words."""

from typing import NamedTuple

import pytest

from bot.ingest.reading.tails import Cut, cut_tail
from tests.ingest.writing import DATE, only, read, rss


class Blog(NamedTuple):
    """How blogs of a language write."""

    language: str
    text: str
    link: str
    about: str
    footer: str


_TABLE = """
en | The ferry was late. | Continue reading | He could not continue reading
en | The post TITLE appeared first on BLOG.
de | Die Fähre kam spät. | Weiterlesen | Er konnte nicht weiterlesen
de | Der Beitrag TITLE erschien zuerst auf BLOG.
fr | Le ferry est arrivé en retard. | Lire la suite | Il a voulu lire la suite
fr | L’article TITLE est apparu en premier sur BLOG.
es | El ferri llegó tarde. | Seguir leyendo | No pudo seguir leyendo
es | La entrada TITLE se publicó primero en BLOG.
ca | El ferri va arribar tard. | Continua llegint | No va poder continuar llegint
ca | L’entrada TITLE ha aparegut primer a BLOG.
gl | O ferri chegou tarde. | Seguir lendo | Non puido seguir lendo
gl | A entrada TITLE publicouse primeiro en BLOG.
eu | Ferria berandu iritsi zen. | Irakurtzen jarraitu | Ezin izan zuen irakurtzen jarraitu
pt | A balsa chegou tarde. | Continue lendo | Ele não quer que continue lendo
pt | O post TITLE apareceu primeiro em BLOG.
it | Il traghetto è arrivato tardi. | Leggi tutto | Nessuno riesce a leggere tutto se non leggi tutto
it | L’articolo TITLE proviene da BLOG.
nl | De veerboot was te laat. | Lees verder | Zij wilden niet dat hij lees verder zei
nl | Het bericht TITLE verscheen eerst op BLOG.
sv | Färjan var sen. | Fortsätt läsa | Han bad henne att fortsätta, och fortsätt läsa
sv | Inlägget TITLE dök först upp på BLOG.
da | Færgen var forsinket. | Læs videre | Man bør læs videre
da | Indlægget TITLE blev først udgivet på BLOG.
nb | Fergen var forsinket. | Les videre | Han ville ikke les videre
nb | Innlegget TITLE dukket først opp på BLOG.
fi | Lautta oli myöhässä. | Jatka lukemista | Hän sanoi, että jatka lukemista
fi | Artikkeli TITLE julkaistiin ensimmäisen kerran BLOG.
is | Ferjan kom seint. | Halda áfram að lesa | Hann vildi ekki halda áfram að lesa
et | Praam jäi hiljaks. | Loe edasi | Ta ütles, et loe edasi
et | Postitus TITLE ilmus esmalt BLOG.
lv | Prāmis kavējās. | Turpināt lasīt | Viņš nevarēja turpināt lasīt
lt | Keltas vėlavo. | Skaityti toliau | Jis negalėjo skaityti toliau
pl | Prom się spóźnił. | Czytaj dalej | Powiedziała mu, by czytaj dalej
pl | Artykuł TITLE pochodzi z serwisu BLOG.
cs | Trajekt měl zpoždění. | Pokračovat ve čtení | Nemohl pokračovat ve čtení
cs | Příspěvek TITLE pochází z BLOG.
sk | Trajekt meškal. | Pokračovať v čítaní | Nemohol pokračovať v čítaní
sk | Príspevok TITLE zobrazený najskôr BLOG.
sl | Trajekt je zamujal. | Preberi več | Rekel je, naj preberi več
sl | Prispevek TITLE se je najprej pojavil na BLOG.
hr | Trajekt je kasnio. | Nastavi čitati | Nije htio da nastavi čitati
hr | Objava TITLE pojavila se prvi puta na BLOG.
sr | Трајект је каснио. | Настави са читањем | Није могао да настави са читањем
sr | Чланак TITLE се појавио прво на BLOG.
hu | A komp késett. | Tovább olvasom | Azt mondta, tovább olvasom
hu | A(z) TITLE bejegyzés először BLOG-én jelent meg.
ro | Feribotul a întârziat. | Citește mai departe | Nu a vrut: citește mai departe
ro | Articolul TITLE apare prima dată în BLOG.
sq | Trageti u vonua. | Vazhdo leximin | Ai nuk do që të vazhdo leximin
sq | Postimi TITLE u shfaq së pari në BLOG.
tr | Feribot geç kaldı. | Okumaya devam et | Ona dedi ki okumaya devam et
tr | TITLE yazısı ilk önce BLOG üzerinde ortaya çıktı.
az | Bərə gecikdi. | Oxumağa davam et | Ona dedi ki, oxumağa davam et
el | Το πλοίο άργησε. | Συνέχεια ανάγνωσης | Δεν ήθελε τη συνέχεια ανάγνωσης
el | Το άρθρο TITLE εμφανίστηκε πρώτα στο BLOG.
bg | Фериботът закъсня. | Прочетете още | Той ги помоли да прочетете още
bg | Публикацията TITLE е публикувана за пръв път на BLOG.
ru | Паром опоздал. | Читать далее | Он не стал читать далее
ru | Сообщение TITLE появились сначала на BLOG.
uk | Пором запізнився. | Читати далі | Він не став читати далі
uk | Запис TITLE спершу з’явиться на BLOG.
be | Паром спазніўся. | Чытаць далей | Ён не стаў чытаць далей
ka | ბორანმა დაიგვიანა. | კითხვის გაგრძელება | მას არ სურდა კითხვის გაგრძელება
hy | Լաստանավը ուշացավ։ | Կարդալ ավելին | Նա չցանկացավ կարդալ ավելին
he | המעבורת איחרה. | קרא עוד | הוא לא קרא עוד
he | הפוסט TITLE הופיע לראשונה ב-BLOG.
ar | تأخرت العبّارة. | تابع القراءة | لم يرغب أن تابع القراءة
ar | ظهرت المقالة TITLE أولاً على BLOG.
fa | کشتی دیر رسید. | ادامه مطلب | او نمی‌خواست ادامه مطلب
fa | نوشته TITLE اولین بار در BLOG. پدیدار شد.
ur | کشتی دیر سے پہنچی۔ | مزید پڑھیں | اس نے کہا کہ مزید پڑھیں
hi | नाव देर से आई। | और पढ़ें | उसने कहा कि और पढ़ें
bn | ফেরি দেরিতে এসেছে। | আরও পড়ুন | সে বলল যে আরও পড়ুন
ta | படகு தாமதமாக வந்தது. | மேலும் படிக்க | அவர் மேலும் படிக்க
th | เรือมาสาย | อ่านเพิ่มเติม | เขาไม่อยากอ่านเพิ่มเติม
vi | Phà đến muộn. | Đọc tiếp | Anh ấy không muốn đọc tiếp
vi | Bài viết TITLE đã xuất hiện đầu tiên vào ngày BLOG.
id | Feri itu terlambat. | Baca selengkapnya | Ia tidak mau baca selengkapnya
id | Artikel TITLE pertama kali tampil pada BLOG.
ja | フェリーは遅れた。 | 続きを読む | 彼はその続きを読む
ja | 投稿 TITLE は BLOG に最初に表示されました。
zh | 渡轮晚点了。 | 继续阅读 | 他不想继续阅读
zh | TITLE最先出现在BLOG。
ko | 페리가 늦었다. | 계속 읽기 | 그는 계속 읽기
ko | TITLE 게시물이 BLOG에 처음 등장했습니다.
"""
"""A row of a language: a text, how its blogs link to the rest, a text that ends in these words without a stop.

Where WordPress closes entries in it, a second row: how, around the names of the post and of the blog.
"""

_ROWS = [[cell.strip() for cell in row.split(" | ")] for row in _TABLE.strip().splitlines()]
_FOOTERS = {row[0]: row[1] for row in _ROWS if len(row) == 2}
BLOGS = [Blog._make((*row, _FOOTERS.get(row[0], ""))) for row in _ROWS if len(row) == 4]


@pytest.mark.parametrize("blog", BLOGS, ids=lambda blog: blog.language)
def test_a_link_to_the_rest_is_cut_wherever_blogs_put_it(blog: Blog) -> None:
    bare = blog.text.rstrip(".。։।۔")
    for tail in (blog.link, f"{blog.link} →", f"{blog.link}…", f"{blog.link} »", f"[{blog.link}]", f"({blog.link}...)"):
        assert cut_tail(f"{blog.text}\n\n{tail}").text == blog.text
        assert cut_tail(f"{blog.text}\n{tail}").text == blog.text
        assert cut_tail(f"{bare} […] {tail}")[:2] == (bare, True)
        assert cut_tail(f"{bare}… {tail}")[:2] == (bare, True)
    for tail in (f"{blog.link} “Late again”", f"{blog.link} Late again", f"“Late again” {blog.link}", f"{blog.link} »"):
        assert cut_tail(f"{bare}… {tail}", title="Late again")[:2] == (bare, True)
        assert cut_tail(f"{blog.text}\n\n{tail}", title="Late again").text == blog.text


@pytest.mark.parametrize("blog", [blog for blog in BLOGS if blog.footer], ids=lambda blog: blog.language)
def test_a_footer_is_cut_from_the_entry_of_a_feed(blog: Blog) -> None:
    footer = blog.footer.replace("BLOG", '<a href="https://desk.example">Desk</a>')
    footer = footer.replace("TITLE", '<a href="https://desk.example/1">Late again</a>')
    for text, truncated in ((blog.text, False), (f"{blog.text.rstrip('.。')} [&#8230;]", True)):
        written = f"<![CDATA[<p>{text}</p>\n<p>{footer}</p>]]>"
        brief = only(read(rss(f"<title>Late again</title><guid>1</guid><description>{written}</description>{DATE}")))
        assert (brief.text, brief.truncated) == (text.removesuffix(" [&#8230;]"), truncated)


@pytest.mark.parametrize("blog", BLOGS, ids=lambda blog: blog.language)
def test_a_text_about_reading_keeps_its_words(blog: Blog) -> None:
    for about in (blog.about, f"{blog.about}.", f"{blog.text} {blog.about}.", f"{blog.text}\n\n{blog.about}"):
        assert cut_tail(about) == Cut(about, truncated=False, found=False)
        assert cut_tail(about, title="Late again") == Cut(about, truncated=False, found=False)
