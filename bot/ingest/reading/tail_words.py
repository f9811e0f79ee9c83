"""The words in which the world's blogs say "there is more": one table, read by tails.py, tested row by row.

A row is a language, a sort, and phrases. They are written as they stand at the beginning of a link; case and the form
of an apostrophe do not matter when they are looked for, but a capital counts as evidence. The sorts:

  link        "Read more": what stands before it may be the whole summary
  excerpt     "Continue reading": what stands before it is only the beginning of something
  hint        a word too common to be believed alone ("more"): needs an ellipsis, brackets or an arrow
  navigation  a line that leads to other pages and is no part of any brief
  footer      how WordPress and its plug-ins close an entry in a feed, around the two names
"""

from enum import StrEnum
from typing import Final, NamedTuple


class Sort(StrEnum):
    """What a phrase says about the text before it."""

    LINK = "link"
    EXCERPT = "excerpt"
    HINT = "hint"
    NAVIGATION = "navigation"
    FOOTER = "footer"


class Phrase(NamedTuple):
    """One phrase of the table."""

    language: str
    sort: Sort
    words: str


class Footer(NamedTuple):
    """What stands before, between and after the two names in "The post TITLE appeared first on BLOG".

    Its apostrophes are plain, as those of the lines in which it is looked for.
    """

    opening: str
    middle: str
    closing: str


_TABLE: Final = """
en  link       Read more | Read the full story | Read the full article | Read full story | Read full article
en  link       Read the rest | Read the whole story | Read article | Read post | Read the full post
en  link       Read full post | Read the article | Full story | Find out more | Learn more | View post
en  link       View article | See more | Show more | Click here to read more | Read on | Click to read more
en  link       Full article | Read story | Read it all | View full article | Go to article | Discover more
en  excerpt    Continue reading | Keep reading | Read the rest of this entry | Read the rest of this post
en  hint       More | Details | Link | Source | Via | Continue | Continued
en  navigation Older posts | Newer posts | Older entries | Newer entries | Older articles | Newer articles
en  navigation Next page | Previous page | Next posts | Previous posts | Posts navigation | Posts pagination
en  navigation Load more | Load more posts | Back to top | Next | Previous | Post navigation | Skip to content
en  navigation Leave a comment | Show older posts | View all posts | First page | Last page | Newer | Older
en  footer     The post TITLE appeared first on BLOG | The post TITLE first appeared on BLOG
en  footer     The article TITLE appeared first on BLOG
de  link       Mehr lesen | Zum Artikel | Zum Beitrag | Ganzen Artikel lesen | Den ganzen Artikel lesen
de  link       Artikel lesen | Mehr erfahren | Lesen Sie mehr | Hier weiterlesen | Beitrag lesen
de  link       Zum vollständigen Artikel | Mehr dazu
de  excerpt    Weiterlesen | Weiter lesen | Lesen Sie weiter | Den ganzen Beitrag lesen
de  hint       Mehr | Weiter | Quelle
de  navigation Ältere Beiträge | Neuere Beiträge | Nächste Seite | Vorherige Seite | Beitragsnavigation
de  navigation Seitennummerierung
de  footer     Der Beitrag TITLE erschien zuerst auf BLOG
fr  link       Lire plus | En savoir plus | Lire l’article | Voir plus | Lire l’article complet
fr  excerpt    Lire la suite | Continuer la lecture | Poursuivre la lecture | Continuer à lire
fr  excerpt    Lire la suite de
fr  hint       Plus | La suite | Suite
fr  navigation Articles plus anciens | Articles plus récents | Articles précédents | Articles suivants
fr  navigation Page suivante | Page précédente
fr  footer     L’article TITLE est apparu en premier sur BLOG | Cet article TITLE est apparu en premier sur BLOG
es  link       Leer más | Lee más | Ver más | Saber más | Más información | Leer artículo
es  link       Leer el artículo completo | Leer nota completa
es  excerpt    Seguir leyendo | Sigue leyendo | Continuar leyendo | Continúa leyendo | Continua leyendo
es  excerpt    Continuar lectura
es  hint       Más
es  navigation Entradas antiguas | Entradas anteriores | Entradas siguientes | Página siguiente
es  navigation Página anterior
es  footer     La entrada TITLE se publicó primero en BLOG | La entrada TITLE aparece primero en BLOG
es  footer     El cargo TITLE apareció primero en BLOG
ca  link       Llegeix més | Llegir més
ca  excerpt    Continua llegint | Continueu llegint
ca  footer     L’entrada TITLE ha aparegut primer a BLOG
pt  link       Leia mais | Ler mais | Saiba mais | Veja mais | Leia a matéria completa | Ver mais
pt  excerpt    Continue lendo | Continuar lendo | Continuar a ler | Continue a ler | Continuar leitura
pt  excerpt    Continue a leitura
pt  hint       Mais
pt  navigation Posts mais antigos | Artigos mais antigos | Próxima página | Página anterior
pt  footer     O post TITLE apareceu primeiro em BLOG | O conteúdo TITLE aparece primeiro em BLOG
pt  footer     O artigo TITLE apareceu primeiro em BLOG
it  link       Leggi tutto | Leggi di più | Per saperne di più | Leggi l’articolo | Leggi l’articolo completo
it  excerpt    Continua a leggere | Leggi ancora | Continua la lettura
it  hint       Altro | Continua
it  navigation Articoli meno recenti | Articoli più recenti | Pagina successiva | Pagina precedente
it  footer     L’articolo TITLE proviene da BLOG | L’articolo TITLE sembra essere il primo su BLOG
nl  link       Lees meer | Meer lezen | Lees het hele artikel | Lees artikel | Lees het volledige artikel
nl  excerpt    Verder lezen | Lees verder | Doorlezen
nl  hint       Meer
nl  navigation Oudere berichten | Nieuwere berichten | Volgende pagina | Vorige pagina
nl  footer     Het bericht TITLE verscheen eerst op BLOG
sv  link       Läs mer | Läs mera | Läs hela artikeln
sv  excerpt    Fortsätt läsa | Läs vidare
sv  hint       Mer
sv  footer     Inlägget TITLE dök först upp på BLOG
da  link       Læs mere | Læs hele artiklen
da  excerpt    Læs videre | Fortsæt læsning | Fortsæt med at læse
da  footer     Indlægget TITLE blev først udgivet på BLOG
nb  link       Les mer | Les hele saken | Les hele artikkelen
nb  excerpt    Fortsett å lese | Les videre | Fortsett lesing
nb  footer     Innlegget TITLE dukket først opp på BLOG | Innlegget TITLE ble først publisert på BLOG
fi  link       Lue lisää | Lue koko artikkeli
fi  excerpt    Jatka lukemista | Jatka artikkeliin
fi  footer     Artikkeli TITLE julkaistiin ensimmäisen kerran BLOG | Artikkeli TITLE ilmestyi ensin BLOG
is  link       Lesa meira | Lesa nánar
et  link       Loe edasi | Loe lähemalt | Loe rohkem
lv  link       Lasīt vairāk | Lasīt tālāk
lt  link       Skaityti daugiau | Skaityti toliau | Skaitykite daugiau
pl  link       Czytaj więcej | Czytaj całość | Przeczytaj więcej | Zobacz więcej | Dowiedz się więcej
pl  link       Przeczytaj całość
pl  excerpt    Czytaj dalej | Kontynuuj czytanie
pl  hint       Więcej | Dalej
pl  navigation Starsze wpisy | Nowsze wpisy | Następna strona | Poprzednia strona
pl  footer     Artykuł TITLE pochodzi z serwisu BLOG | Post TITLE pojawił się poraz pierwszy w BLOG
cs  link       Číst více | Více informací | Přečíst celé | Celý článek | Čtěte více | Přečtěte si více
cs  excerpt    Pokračovat ve čtení | Číst dále | Čtěte dále | Číst dál | Pokračování
cs  hint       Více
cs  footer     Příspěvek TITLE pochází z BLOG
sk  link       Čítať viac | Celý článok | Prečítať viac | Čítajte viac
sk  excerpt    Pokračovať v čítaní | Čítať ďalej | Čítajte ďalej
sk  footer     Príspevok TITLE zobrazený najskôr BLOG
sl  link       Preberi več | Več o tem | Beri več
sl  excerpt    Beri dalje | Nadaljuj z branjem
hr  link       Pročitaj više | Opširnije | Više
hr  excerpt    Nastavi čitati | Nastavite čitati
sr  link       Прочитај више | Прочитајте више | Опширније | Pročitajte više | Detaljnije
sr  excerpt    Настави са читањем | Наставите са читањем | Nastavite sa čitanjem
hu  link       Tovább olvasom | Olvass tovább | Bővebben | Tovább a cikkhez | Olvasd tovább | Részletek
hu  excerpt    Olvasás folytatása | A bejegyzés folytatása
hu  hint       Tovább
hu  footer     A(z) TITLE bejegyzés először BLOG
ro  link       Citește mai mult | Citeşte mai mult | Citește tot | Citește articolul | Citește mai departe
ro  link       Mai mult
ro  excerpt    Continuă lectura | Continuă să citești | Citeşte mai departe
ro  footer     Articolul TITLE apare prima dată în BLOG
bg  link       Прочетете още | Прочети още | Прочети повече | Прочетете повече | Виж още | Научете повече
bg  excerpt    Продължете да четете | Прочетете нататък | Продължи да четеш
bg  footer     Публикацията TITLE е публикувана за пръв път на BLOG
mk  link       Прочитај повеќе | Повеќе
el  link       Διαβάστε περισσότερα | Περισσότερα | Διαβάστε όλο το άρθρο
el  excerpt    Συνέχεια ανάγνωσης | Διαβάστε τη συνέχεια | Συνεχίστε την ανάγνωση
el  footer     Το άρθρο TITLE εμφανίστηκε πρώτα στο BLOG
ru  link       Читать полностью | Читать подробнее | Подробнее | Читайте также | Читать статью | Узнать больше
ru  link       Читать больше | Читать все | Читать всё | Читать целиком
ru  excerpt    Читать далее | Читать дальше | Продолжить чтение | Читайте далее | Читайте дальше
ru  hint       Далее | Дальше | Ещё | Еще
ru  navigation Старые записи | Новые записи | Следующая страница | Предыдущая страница | Навигация по записям
ru  footer     Сообщение TITLE появились сначала на BLOG | Запись TITLE впервые появилась BLOG
uk  link       Читати більше | Детальніше | Докладніше | Читати повністю | Дізнатися більше | Читати статтю
uk  link       Читайте також
uk  excerpt    Читати далі | Продовжити читання | Читайте далі | Читати дальше
uk  hint       Далі | Більше
uk  navigation Старіші записи | Новіші записи | Попередні записи | Наступна сторінка | Попередня сторінка
uk  footer     Повідомлення TITLE з’явилися спочатку на BLOG | Запис TITLE спершу з’явиться на BLOG
be  link       Чытаць больш | Падрабязней
be  excerpt    Чытаць далей | Працягнуць чытанне
tr  link       Devamını oku | Daha fazla oku | Daha fazlası | Devamı için tıklayınız | Haberin devamı
tr  excerpt    Okumaya devam et | Okumaya devam edin
tr  hint       Devamı
tr  footer     TITLE yazısı ilk önce BLOG üzerinde ortaya çıktı
az  link       Ətraflı | Davamını oxu | Ətraflı oxu
ka  link       სრულად ნახვა | დაწვრილებით | წაიკითხეთ მეტი
hy  link       Կարդալ ավելին | Ավելին
he  link       קרא עוד | קראו עוד | לקריאה נוספת | למידע נוסף | לכתבה המלאה
he  excerpt    המשך לקרוא | להמשך קריאה | המשיכו לקרוא | המשך קריאה
he  footer     הפוסט TITLE הופיע לראשונה ב-BLOG
ar  link       اقرأ المزيد | إقرأ المزيد | قراءة المزيد | المزيد | اقرأ أكثر
ar  excerpt    تابع القراءة | أكمل القراءة | متابعة القراءة | اكمل القراءة
ar  footer     ظهرت المقالة TITLE أولاً على BLOG
fa  link       بیشتر بخوانید | ادامه مطلب | اطلاعات بیشتر
fa  excerpt    ادامه خواندن | ادامه‌ی مطلب | خواندن ادامه
fa  footer     نوشته TITLE اولین بار در BLOG
ur  link       مزید پڑھیں | مزید پڑھئے
hi  link       और पढ़ें | आगे पढ़ें | अधिक पढ़ें | पूरा पढ़ें
hi  excerpt    पढ़ना जारी रखें
bn  link       আরও পড়ুন | আরো পড়ুন | বিস্তারিত পড়ুন
ta  link       மேலும் படிக்க | தொடர்ந்து படிக்க
th  link       อ่านเพิ่มเติม | อ่านทั้งหมด
th  excerpt    อ่านต่อ
vi  link       Đọc thêm | Xem thêm | Xem chi tiết
vi  excerpt    Đọc tiếp | Tiếp tục đọc
vi  footer     Bài viết TITLE đã xuất hiện đầu tiên vào ngày BLOG
id  link       Baca selengkapnya | Selengkapnya | Baca lebih lanjut | Baca juga
id  excerpt    Lanjutkan membaca | Teruskan membaca | Lanjut membaca
id  footer     Artikel TITLE pertama kali tampil pada BLOG
ms  link       Baca lagi | Baca seterusnya
tl  link       Magbasa pa | Basahin pa
sw  link       Soma zaidi | Endelea kusoma
ja  link       もっと読む | 続きはこちら | 詳しくはこちら | もっと見る | 記事を読む | 全文を読む | 詳細を見る
ja  excerpt    続きを読む | 続きをみる | 続きを見る | この続きを読む
ja  navigation 過去の投稿 | 新しい投稿 | 次のページ | 前のページ
ja  footer     投稿 TITLE は BLOG に最初に表示されました
zh  link       阅读更多 | 閱讀更多 | 阅读全文 | 閱讀全文 | 查看更多 | 了解更多 | 查看全文 | 更多内容
zh  excerpt    继续阅读 | 繼續閱讀 | 继续阅读全文
zh  navigation 下一页 | 上一页 | 下一頁 | 上一頁 | 较早文章 | 較舊的文章
zh  footer     TITLE 最先出现在 BLOG | TITLE 最早出現於 BLOG
ko  link       더 보기 | 더보기 | 더 읽기 | 자세히 보기 | 전체 기사 읽기
ko  excerpt    계속 읽기 | 이어서 읽기 | 계속읽기
ko  footer     TITLE 게시물이 BLOG에 처음 등장했습니다
"""


def _rows() -> tuple[Phrase, ...]:
    rows = (line.split(maxsplit=2) for line in _TABLE.strip().splitlines())
    return tuple(
        Phrase(language, Sort(sort), words.strip())
        for language, sort, phrases in rows
        for words in phrases.split(" | ")
    )


def _footer(words: str) -> Footer:
    opening, _, rest = words.replace("’", "'").partition("TITLE")
    middle, _, closing = rest.partition("BLOG")
    return Footer(opening, middle, closing)


_ALL: Final = _rows()

PHRASES: Final = tuple(phrase for phrase in _ALL if phrase.sort is not Sort.FOOTER)
FOOTERS: Final = tuple(_footer(phrase.words) for phrase in _ALL if phrase.sort is Sort.FOOTER)
