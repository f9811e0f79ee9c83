"""How WordPress and its plug-ins close an entry in a feed, around the names of the post and of the blog.

A row is a language and its sentences. Apostrophes are typographic here and plain where they are looked for.
"""

from typing import Final

SENTENCES: Final = """
en  TITLE was originally published on BLOG | TITLE was originally published in BLOG | TITLE first appeared on BLOG
en  TITLE was originally published in BLOG on Medium, where people are continuing the conversation by highlighting and\
 responding to this story
en  The post TITLE appeared first on BLOG | The post TITLE first appeared on BLOG
en  The article TITLE appeared first on BLOG | The article TITLE first appeared on BLOG
en  This post TITLE appeared first on BLOG | The post TITLE was first published on BLOG
en  The post TITLE was originally published on BLOG | This article TITLE first appeared on BLOG
de  Der Beitrag TITLE erschien zuerst auf BLOG | Der Artikel TITLE erschien zuerst auf BLOG
de  Der Beitrag TITLE erschien als Erstes auf BLOG | Der Post TITLE erschien zuerst auf BLOG
de  Der Beitrag TITLE ist zuerst erschienen auf BLOG | Der Beitrag TITLE erschien zuerst bei BLOG
de  Der Beitrag TITLE wurde zuerst auf BLOG | Dieser Beitrag TITLE erschien zuerst auf BLOG
fr  L’article TITLE est apparu en premier sur BLOG | Cet article TITLE est apparu en premier sur BLOG
fr  L’article TITLE est paru en premier sur BLOG | L’article TITLE a été publié en premier sur BLOG
fr  Le post TITLE est apparu en premier sur BLOG | L’article TITLE est apparu d’abord sur BLOG
es  La entrada TITLE se publicó primero en BLOG | La entrada TITLE aparece primero en BLOG
es  La entrada TITLE apareció primero en BLOG | El cargo TITLE apareció primero en BLOG
es  El post TITLE apareció primero en BLOG | La publicación TITLE apareció primero en BLOG
es  La entrada TITLE fue publicada primero en BLOG | El artículo TITLE se publicó primero en BLOG
es  La nota TITLE se publicó primero en BLOG | La publicación TITLE se publicó primero en BLOG
ca  L’entrada TITLE ha aparegut primer a BLOG | L’article TITLE ha aparegut primer a BLOG
ca  L’entrada TITLE s’ha publicat primer a BLOG
gl  A entrada TITLE publicouse primeiro en BLOG | A entrada TITLE apareceu primeiro en BLOG
eu  TITLE sarrera lehenengo aldiz agertu da BLOG | TITLE sarrera BLOG webgunean agertu da lehenik
pt  O post TITLE apareceu primeiro em BLOG | O post TITLE apareceu primeiro no BLOG
pt  O conteúdo TITLE aparece primeiro em BLOG | O artigo TITLE apareceu primeiro em BLOG
pt  O artigo TITLE aparece primeiro em BLOG | A publicação TITLE apareceu primeiro em BLOG
pt  A entrada TITLE apareceu primeiro em BLOG | O conteúdo TITLE apareceu primeiro em BLOG
pt  A matéria TITLE apareceu primeiro em BLOG
it  L’articolo TITLE proviene da BLOG | L’articolo TITLE sembra essere il primo su BLOG
it  Il post TITLE proviene da BLOG | L’articolo TITLE è apparso per la prima volta su BLOG
it  L’articolo TITLE è stato pubblicato per la prima volta su BLOG | L’articolo TITLE è tratto da BLOG
nl  Het bericht TITLE verscheen eerst op BLOG | Het artikel TITLE verscheen eerst op BLOG
nl  Dit bericht TITLE verscheen eerst op BLOG | Het bericht TITLE is als eerste verschenen op BLOG
af  Die plasing TITLE het eerste verskyn op BLOG
sv  Inlägget TITLE dök först upp på BLOG | Inlägget TITLE publicerades först på BLOG
sv  Artikeln TITLE dök först upp på BLOG
da  Indlægget TITLE blev først udgivet på BLOG | Indlægget TITLE udkom først på BLOG
da  Indlægget TITLE dukkede først op på BLOG | Indlægget TITLE blev vist først på BLOG
da  Indlægget TITLE blev først vist på BLOG
nb  Innlegget TITLE dukket først opp på BLOG | Innlegget TITLE ble først publisert på BLOG
nb  Innlegget TITLE ble først sett på BLOG
fi  Artikkeli TITLE julkaistiin ensimmäisen kerran BLOG | Artikkeli TITLE ilmestyi ensin BLOG
fi  Artikkeli TITLE julkaistiin ensimmäisenä BLOG | Kirjoitus TITLE julkaistiin ensimmäisen kerran BLOG
is  Greinin TITLE birtist fyrst á BLOG | Færslan TITLE birtist fyrst á BLOG
et  Postitus TITLE ilmus esmalt BLOG | Postitus TITLE ilmus esmakordselt BLOG | Artikkel TITLE ilmus esmalt BLOG
lv  Ieraksts TITLE pirmo reizi parādījās BLOG | Raksts TITLE vispirms parādījās BLOG
lv  Raksts TITLE pirmo reizi publicēts BLOG
lt  Įrašas TITLE pirmiausia pasirodė BLOG | Įrašas TITLE pirmą kartą paskelbtas BLOG
lt  Straipsnis TITLE pirmiausia pasirodė BLOG | Įrašas TITLE pirmą kartą pasirodė BLOG
pl  Artykuł TITLE pochodzi z serwisu BLOG | Post TITLE pojawił się poraz pierwszy w BLOG
pl  Wpis TITLE pojawił się pierwszy raz w BLOG | Artykuł TITLE pojawił się poraz pierwszy w BLOG
pl  Wpis TITLE pochodzi z serwisu BLOG | Post TITLE pojawił się pierwszy raz w BLOG
pl  Artykuł TITLE pojawił się pierwszy raz w BLOG | Artykuł TITLE pojawił się po raz pierwszy w BLOG
cs  Příspěvek TITLE pochází z BLOG | Článek TITLE pochází z BLOG | Příspěvek TITLE se nejdříve objevil na BLOG
cs  Článek TITLE se nejdříve objevil na BLOG | Příspěvek TITLE byl poprvé publikován na BLOG
cs  Příspěvek TITLE se poprvé objevil na BLOG
sk  Príspevok TITLE zobrazený najskôr BLOG | Príspevok TITLE sa najskôr objavil na BLOG
sk  Článok TITLE sa najskôr objavil na BLOG | Príspevok TITLE sa zobrazil najskôr BLOG
sk  Príspevok TITLE bol prvýkrát publikovaný na BLOG
sl  Prispevek TITLE se je najprej pojavil na BLOG | Objava TITLE se je najprej pojavila na BLOG
sl  Članek TITLE se je najprej pojavil na BLOG | Prispevek TITLE je bil najprej objavljen na BLOG
hr  Objava TITLE pojavila se prvi puta na BLOG | Objava TITLE pojavila se prvi put na BLOG
hr  Članak TITLE pojavio se prvi puta na BLOG | Članak TITLE se pojavio prvi puta na BLOG
hr  Objava TITLE se prvi put pojavila na BLOG
bs  Članak TITLE se prvi put pojavio na BLOG | Post TITLE se prvi put pojavio na BLOG
sr  Чланак TITLE се појавио прво на BLOG | Чланак TITLE први пут се појавио на BLOG
sr  Чланак TITLE се прво појавио на BLOG | Članak TITLE se pojavio prvo na BLOG
sr  Чланак TITLE појавио се прво на BLOG | Članak TITLE pojavio se prvo na BLOG
sr  Objava TITLE se pojavila prvo na BLOG
mk  Објавата TITLE првпат се појави на BLOG | Написот TITLE првпат се појави на BLOG
mk  Објавата TITLE се појави прво на BLOG
sq  Postimi TITLE u shfaq së pari në BLOG | Postimi TITLE u shfaq fillimisht në BLOG
sq  Artikulli TITLE u shfaq së pari në BLOG
bg  Публикацията TITLE е публикувана за пръв път на BLOG | Публикацията TITLE се появи първо в BLOG
bg  Публикацията TITLE за пръв път се появи в BLOG | Статията TITLE е публикувана за пръв път на BLOG
bg  Публикацията TITLE се появи за първи път на BLOG
hu  A(z) TITLE bejegyzés először BLOG | A TITLE bejegyzés először BLOG | Az TITLE bejegyzés először BLOG
hu  A(z) TITLE bejegyzést először BLOG | A TITLE cikk először BLOG
ro  Articolul TITLE apare prima dată în BLOG | Postarea TITLE apare prima dată în BLOG
ro  Articolul TITLE a apărut prima dată pe BLOG | Articolul TITLE a apărut mai întâi în BLOG
ro  Articolul TITLE a apărut prima dată în BLOG
el  Το άρθρο TITLE εμφανίστηκε πρώτα στο BLOG | Η δημοσίευση TITLE εμφανίστηκε πρώτα στο BLOG
el  Το άρθρο TITLE δημοσιεύτηκε πρώτα στο BLOG | Το άρθρο TITLE εμφανίστηκε για πρώτη φορά στο BLOG
el  Το άρθρο TITLE εμφανίστηκε πρώτα στην BLOG | Το άρθρο TITLE δημοσιεύθηκε πρώτα στο BLOG
ru  Сообщение TITLE появились сначала на BLOG | Запись TITLE впервые появилась BLOG
ru  Сообщение TITLE появилось сначала на BLOG | Сообщение TITLE впервые появилось BLOG
ru  Статья TITLE впервые появилась BLOG | Пост TITLE впервые появился BLOG | Статья TITLE появилась сначала на BLOG
ru  Запись TITLE сначала появилась на BLOG
uk  Повідомлення TITLE з’явилися спочатку на BLOG | Запис TITLE спершу з’явиться на BLOG
uk  Запис TITLE спершу з’явився на BLOG | Допис TITLE вперше з’явився на BLOG
uk  Стаття TITLE спершу з’явилася на BLOG | Запис TITLE вперше з’явився на BLOG
uk  Стаття TITLE вперше з’явилася на BLOG | Повідомлення TITLE з’явилось спочатку на BLOG
be  Запіс TITLE упершыню з’явіўся на BLOG | Запіс TITLE спачатку з’явіўся на BLOG
kk  TITLE жазбасы алдымен BLOG сайтында пайда болды
tr  TITLE yazısı ilk önce BLOG üzerinde ortaya çıktı | TITLE yazısı ilk olarak BLOG üzerinde yayınlandı
tr  TITLE yazısı ilk olarak BLOG üzerinde göründü | TITLE ilk olarak BLOG üzerinde yayınlandı
tr  TITLE yazısı ilk olarak BLOG üzerinde yayımlandı | TITLE ilk önce BLOG üzerinde ortaya çıktı
az  TITLE yazısı ilk dəfə BLOG saytında yayımlandı
ka  პოსტი TITLE პირველად გამოჩნდა BLOG
he  הפוסט TITLE הופיע לראשונה ב-BLOG | הפוסט TITLE הופיע לראשונה באתר BLOG | הפוסט TITLE הופיע ראשון ב-BLOG
he  המאמר TITLE הופיע לראשונה ב-BLOG | הפוסט TITLE הופיע לראשונה ב BLOG | הפוסט TITLE פורסם לראשונה ב-BLOG
he  הפוסט TITLE הופיע לראשונה ב־BLOG
ar  ظهرت المقالة TITLE أولاً على BLOG | ظهرت المقالة TITLE أولا على BLOG | المقالة TITLE ظهرت أولاً على BLOG
ar  ظهر المقال TITLE أولاً على BLOG | التدوينة TITLE ظهرت أولاً على BLOG | ظهرت التدوينة TITLE أولاً على BLOG
ar  المقال TITLE ظهر أولاً على BLOG | نُشرت المقالة TITLE أولاً على BLOG | المقالة TITLE نشرت أولا على BLOG
fa  نوشته TITLE اولین بار در BLOG | پست TITLE اولین بار در BLOG | نوشته TITLE نخستین بار در BLOG
fa  مطلب TITLE اولین بار در BLOG
ur  پوسٹ TITLE پہلی بار BLOG پر شائع ہوئی | پوسٹ TITLE سب سے پہلے BLOG پر شائع ہوئی
hi  पोस्ट TITLE पहली बार BLOG पर दिखाई दी | पोस्ट TITLE पहली बार BLOG पर दिखाई दिया
hi  पोस्ट TITLE सबसे पहले BLOG पर प्रकाशित हुई | पोस्ट TITLE पहली बार BLOG पर प्रकाशित हुआ
bn  TITLE পোস্টটি প্রথম BLOG এ প্রকাশিত হয়েছে | TITLE প্রথম প্রকাশিত হয় BLOG
th  โพสต์ TITLE ปรากฏครั้งแรกเมื่อ BLOG | โพสต์ TITLE ปรากฏครั้งแรกบน BLOG | The post TITLE ปรากฏครั้งแรกที่ BLOG
vi  Bài viết TITLE đã xuất hiện đầu tiên vào ngày BLOG | Bài viết TITLE đã xuất hiện đầu tiên trên BLOG
vi  Bài viết TITLE xuất hiện lần đầu trên BLOG | Bài viết TITLE xuất hiện đầu tiên tại BLOG
vi  Bài viết TITLE đã xuất hiện đầu tiên tại BLOG
id  Artikel TITLE pertama kali tampil pada BLOG | Postingan TITLE pertama kali tampil pada BLOG
id  Artikel TITLE pertama kali muncul di BLOG | Tulisan TITLE pertama kali tampil pada BLOG
id  Postingan TITLE muncul pertama kali di BLOG | Pos TITLE ditampilkan lebih awal di BLOG
ms  Artikel TITLE muncul dahulu di BLOG | Kiriman TITLE muncul pertama kali di BLOG
ms  Siaran TITLE muncul dahulu di BLOG
tl  Ang post na TITLE ay unang lumabas sa BLOG
cy  Ymddangosodd y cofnod TITLE yn gyntaf ar BLOG
ja  投稿 TITLE は BLOG に最初に表示されました | 記事 TITLE は BLOG に最初に表示されました
ja  TITLE は BLOG で最初に公開されました | 投稿「TITLE」は「BLOG」に最初に表示されました
ja  TITLE は BLOG に最初に表示されました | 投稿 TITLE は BLOG で最初に公開されました
zh  TITLE最先出现在BLOG | TITLE最早出現於BLOG | 〈TITLE〉這篇文章最早發佈於《BLOG》 | 文章 TITLE 最先出现在 BLOG
zh  TITLE首先出现在BLOG | 文章 TITLE 最早出現於 BLOG | TITLE最先出現在BLOG | TITLE首发于BLOG
ko  TITLE 게시물이 BLOG에 처음 등장했습니다 | TITLE 글이 BLOG에 처음 등장했습니다
ko  TITLE 게시물은 BLOG에 처음 게시되었습니다 | TITLE 게시글이 BLOG에 처음 등장했습니다
"""
