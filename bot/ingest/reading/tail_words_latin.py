"""The phrases of languages in Latin script: rows of the table that tail_words.py explains."""

from typing import Final

LATIN: Final = """
en  link       View entire post | View entire article | View original post | View original article | Original article
en  link       Read more | Read the full story | Read the full article | Read full story | Read full article
en  link       Read the rest | Read the whole story | Read article | Read post | Read the full post | Read full post
en  link       Read the article | Full story | Find out more | Learn more | View post | View article | See more
en  link       Show more | Click here to read more | Read on | Click to read more | Full article | Read story
en  link       Read it all | View full article | Go to article | Discover more | Read more here
en  link       Read the full report | Read in full | Read full text | Read the original article
en  link       Read original article | Read the entire article | Read the complete article | Read the entire post
en  link       Read the entire story | See full story | See full article | See the full article | Go to full article
en  link       View full story | View full post | Tap to read more | Read now | View more | More info
en  link       More information | Continue to article | Continue to full article | Read the full blog post
en  link       Read this article | Read this post | Read full review
en  excerpt    Continue reading | Keep reading | Read the rest of this entry | Read the rest of this post
en  excerpt    Continue reading this post | Continue reading this article | Continue reading the article
en  excerpt    Continue to read | Click here to continue reading | Click to continue reading
en  excerpt    Read the rest of this article | Read the rest of the article | Read the rest of this story
en  excerpt    Keep on reading | Continue reading at | Continue the article
en  excerpt    Subscribe to continue reading | Subscribe to read more | Subscribe to keep reading
en  excerpt    Sign in to continue reading | Sign up to read more | Log in to read more | Register to read more
en  hint       More | Details | Link | Source | Via | Continue | Continued
en  navigation Older posts | Newer posts | Older entries | Newer entries | Older articles | Newer articles
en  navigation Next page | Previous page | Next posts | Previous posts | Posts navigation | Posts pagination
en  navigation Load more | Load more posts | Back to top | Next | Previous | Post navigation | Skip to content
en  navigation Leave a comment | Show older posts | View all posts | First page | Last page | Newer | Older
de  link       Mehr lesen | Zum Artikel | Zum Beitrag | Ganzen Artikel lesen | Den ganzen Artikel lesen
de  link       Artikel lesen | Mehr erfahren | Lesen Sie mehr | Hier weiterlesen | Beitrag lesen
de  link       Zum vollständigen Artikel | Mehr dazu | Hier mehr lesen | Mehr Infos | Mehr Informationen
de  link       Weitere Informationen | Jetzt lesen | Vollständigen Artikel lesen | Zum ganzen Artikel
de  link       Den vollständigen Artikel lesen | Mehr anzeigen | Lies mehr | Ganzen Beitrag lesen
de  link       Gesamten Artikel lesen | Zum vollständigen Beitrag | Mehr zum Thema | Zur Meldung
de  link       Ganze Meldung lesen
de  excerpt    Weiterlesen | Weiter lesen | Lesen Sie weiter | Den ganzen Beitrag lesen | Artikel weiterlesen
de  excerpt    Beitrag weiterlesen | Weiter zum Artikel | Lesen Sie hier weiter | Lies weiter | Hier geht’s weiter
de  excerpt    Jetzt weiterlesen | Den Rest lesen | Lesen Sie weiter auf
de  hint       Mehr | Weiter | Quelle
de  navigation Ältere Beiträge | Neuere Beiträge | Nächste Seite | Vorherige Seite | Beitragsnavigation
de  navigation Seitennummerierung
fr  link       Lire plus | En savoir plus | Lire l’article | Voir plus | Lire l’article complet
fr  link       Lire l’article en entier | Lire l’intégralité de l’article | Lire davantage | Découvrir l’article
fr  link       Voir l’article | Plus d’informations | Plus d’infos | Lire le billet | Lire le texte complet
fr  link       Lire l’intégralité | Cliquez ici pour lire la suite | Afficher plus
fr  excerpt    Lire la suite | Continuer la lecture | Poursuivre la lecture | Continuer à lire | Lire la suite de
fr  excerpt    Lire le reste | Lire la suite de l’article | Lisez la suite | Continuez à lire | Continuez la lecture
fr  excerpt    Afficher la suite | Continuer de lire | Poursuivez la lecture | Continuer la lecture de
fr  excerpt    Poursuivre la lecture de | Suite de l’article
fr  hint       Plus | La suite | Suite
fr  navigation Articles plus anciens | Articles plus récents | Articles précédents | Articles suivants
fr  navigation Page suivante | Page précédente
es  link       Leer más | Lee más | Ver más | Saber más | Más información | Leer artículo
es  link       Leer el artículo completo | Leer nota completa | Leer completo | Leer la nota completa
es  link       Leer noticia completa | Ver noticia completa | Leer la noticia completa | Leer artículo completo
es  link       Leer el artículo | Leer todo | Más detalles | Ver nota completa | Lea más | Lea el artículo completo
es  link       Conoce más | Leer más aquí | Ver artículo completo | Leer entrada completa
es  excerpt    Seguir leyendo | Sigue leyendo | Continuar leyendo | Continúa leyendo | Continua leyendo
es  excerpt    Continuar lectura | Siga leyendo | Continúe leyendo | Seguir leyendo la noticia
es  excerpt    Seguir leyendo el artículo | Leer el resto | Leer el resto de esta entrada | Continuar la lectura
es  hint       Más
es  navigation Entradas antiguas | Entradas anteriores | Entradas siguientes | Página siguiente | Página anterior
ca  link       Llegeix més | Llegir més | Llegir-ne més | Llegeix-ne més | Llegiu-ne més | Llegiu més
ca  link       Més informació | Veure més | Llegeix l’article complet
ca  excerpt    Continua llegint | Continueu llegint | Continua la lectura | Continuar llegint | Segueix llegint
ca  excerpt    Seguiu llegint | Continua llegint-ho
pt  link       Leia mais | Ler mais | Saiba mais | Veja mais | Leia a matéria completa | Ver mais
pt  link       Leia a notícia completa | Leia o artigo completo | Ler artigo completo | Ler o artigo completo
pt  link       Ler notícia completa | Leia a íntegra | Leia na íntegra | Ler artigo | Saber mais | Mais informações
pt  link       Leia o texto completo | Leia a matéria | Leia o post completo | Mais detalhes | Ler tudo
pt  excerpt    Continue lendo | Continuar lendo | Continuar a ler | Continue a ler | Continuar leitura
pt  excerpt    Continue a leitura | Leia o restante | Continuar a leitura | Continuar lendo este post
pt  excerpt    Continue lendo este artigo | Ler o resto | Prosseguir a leitura
pt  hint       Mais
pt  navigation Posts mais antigos | Artigos mais antigos | Próxima página | Página anterior
it  link       Leggi tutto | Leggi di più | Per saperne di più | Leggi l’articolo | Leggi l’articolo completo
it  link       Leggi di piu | Leggi tutto l’articolo | Leggi la notizia | Scopri di più | Maggiori informazioni
it  link       Leggi l’intero articolo | Leggi tutta la notizia | Vedi tutto | Approfondisci | Continua su
it  link       Leggi di più su
it  excerpt    Continua a leggere | Leggi ancora | Continua la lettura | Leggi il resto | Leggi il seguito
it  excerpt    Prosegui la lettura | Continua la lettura di | Prosegui nella lettura | Continua a leggere l’articolo
it  hint       Altro | Continua
it  navigation Articoli meno recenti | Articoli più recenti | Pagina successiva | Pagina precedente
nl  link       Lees meer | Meer lezen | Lees het hele artikel | Lees artikel | Lees het volledige artikel
nl  link       Lees het volledige bericht | Lees het hele bericht | Meer informatie | Bekijk meer | Lees hier meer
nl  link       Lees het artikel | Lees alles | Lees het hele verhaal | Meer weten
nl  excerpt    Verder lezen | Lees verder | Doorlezen | Lees hier verder | Ga verder met lezen | Doorgaan met lezen
nl  excerpt    Doorgaan met lezen van | Lees verder op | Lees de rest
nl  hint       Meer
nl  navigation Oudere berichten | Nieuwere berichten | Volgende pagina | Vorige pagina
sv  link       Läs mer | Läs mera | Läs hela artikeln | Läs mer här | Läs hela inlägget | Läs hela artikeln här
sv  link       Läs hela nyheten | Mer information | Visa mer | Läs artikeln
sv  excerpt    Fortsätt läsa | Läs vidare | Fortsätt att läsa | Fortsätt läsningen | Läs resten
sv  hint       Mer
da  link       Læs mere | Læs hele artiklen | Læs hele indlægget | Læs mere her | Læs artiklen | Se mere | Vis mere
da  link       Læs hele historien
da  excerpt    Læs videre | Fortsæt læsning | Fortsæt med at læse | Fortsæt læsningen | Læs resten
da  excerpt    Fortsæt med at læse artiklen
nb  link       Les mer | Les hele saken | Les hele artikkelen | Les mer her | Les hele innlegget | Les artikkelen
nb  link       Se mer | Vis mer | Les hele nyheten
nb  excerpt    Fortsett å lese | Les videre | Fortsett lesing | Les resten | Fortsett lesingen | Les videre her
fi  link       Lue lisää | Lue koko artikkeli | Lue lisää aiheesta | Lue koko juttu | Lue artikkeli
fi  link       Lue koko uutinen | Lue koko kirjoitus | Näytä lisää
fi  excerpt    Jatka lukemista | Jatka artikkeliin | Lue loppuun | Jatka lukemista artikkelista | Lue eteenpäin
is  link       Lesa meira | Lesa nánar | Sjá meira | Lesa alla greinina | Nánar | Lestu meira
is  excerpt    Halda áfram að lesa | Lesa áfram | Lestu áfram
et  link       Loe edasi | Loe lähemalt | Loe rohkem | Loe veel | Loe täispikka artiklit | Loe lisaks | Rohkem infot
et  excerpt    Jätka lugemist | Jätka artikli lugemist
lv  link       Lasīt vairāk | Lasīt tālāk | Lasi vairāk | Lasiet vairāk | Uzzināt vairāk | Vairāk
lv  excerpt    Turpināt lasīt | Turpini lasīt | Lasi tālāk | Turpināt lasīšanu
lt  link       Skaityti daugiau | Skaityti toliau | Skaitykite daugiau | Plačiau | Sužinoti daugiau
lt  link       Skaityk daugiau | Skaityti visą straipsnį
lt  excerpt    Tęsti skaitymą | Toliau skaityti | Skaitykite toliau | Skaityk toliau
pl  link       Czytaj więcej | Czytaj całość | Przeczytaj więcej | Zobacz więcej | Dowiedz się więcej
pl  link       Przeczytaj całość | Czytaj cały artykuł | Przeczytaj cały artykuł | Więcej informacji
pl  link       Przeczytaj artykuł | Czytaj artykuł | Czytaj całość artykułu | Przeczytaj cały wpis
pl  link       Czytaj cały wpis | Pokaż więcej
pl  excerpt    Czytaj dalej | Kontynuuj czytanie | Kontynuuj czytanie wpisu | Czytaj resztę wpisu | Przeczytaj dalej
pl  hint       Więcej | Dalej
pl  navigation Starsze wpisy | Nowsze wpisy | Następna strona | Poprzednia strona
cs  link       Číst více | Více informací | Přečíst celé | Celý článek | Čtěte více | Přečtěte si více
cs  link       Číst celý článek | Přečíst více | Celý příspěvek | Zobrazit více | Zjistit více
cs  link       Přečtěte si celý článek | Více o tématu
cs  excerpt    Pokračovat ve čtení | Číst dále | Čtěte dále | Číst dál | Pokračování | Pokračujte ve čtení
cs  excerpt    Pokračovat v čtení | Číst celé | Čtěte dál | Pokračování článku
cs  hint       Více
sk  link       Čítať viac | Celý článok | Prečítať viac | Čítajte viac | Čítať celý článok | Zistiť viac
sk  link       Zobraziť viac | Celý príspevok | Prečítajte si viac
sk  excerpt    Pokračovať v čítaní | Čítať ďalej | Čítajte ďalej | Pokračujte v čítaní | Čítaj ďalej
sk  excerpt    Pokračovať v čítaní článku
sk  hint       Viac
sl  link       Preberi več | Več o tem | Beri več | Preberite več | Preberi celoten članek | Celoten članek
sl  link       Več informacij
sl  excerpt    Beri dalje | Nadaljuj z branjem | Nadaljujte z branjem | Nadaljuj branje | Nadaljevanje
sl  excerpt    Berite dalje | Nadaljujte branje
hr  link       Pročitaj više | Opširnije | Više | Pročitajte više | Saznaj više | Saznajte više | Čitaj više
hr  link       Pročitaj cijeli članak | Pogledaj više
hr  excerpt    Nastavi čitati | Nastavite čitati | Nastavi s čitanjem | Nastavite s čitanjem | Nastavak čitanja
hr  excerpt    Čitaj dalje | Čitajte dalje
hu  link       Tovább olvasom | Olvass tovább | Bővebben | Tovább a cikkhez | Olvasd tovább | Részletek
hu  link       Teljes cikk | Tovább a teljes cikkhez | Elolvasom | Tudj meg többet | Olvasson tovább | Olvass többet
hu  link       Olvasson többet | A teljes cikk itt olvasható
hu  excerpt    Olvasás folytatása | A bejegyzés folytatása | Olvasásának folytatása | Folytatás
hu  excerpt    Folytatom az olvasást
hu  hint       Tovább
ro  link       Citește mai mult | Citeşte mai mult | Citește tot | Citește articolul | Citește mai departe
ro  link       Mai mult | Citește tot articolul | Citește articolul complet | Citiți mai mult | Citiți mai multe
ro  link       Citește mai multe | Află mai multe | Citeşte tot articolul | Vezi mai mult | Mai multe detalii
ro  link       Mai multe
ro  excerpt    Continuă lectura | Continuă să citești | Citeşte mai departe | Continuă citirea
ro  excerpt    Citește în continuare | Continuați să citiți | Citiți în continuare | Continuă să citeşti
ro  excerpt    Continuare
tr  link       Devamını oku | Daha fazla oku | Daha fazlası | Devamı için tıklayınız | Haberin devamı
tr  link       Devamını okuyun | Haberin tamamı | Tamamını oku | Devamını gör | Daha fazla bilgi
tr  link       Daha fazlasını oku | Detaylı bilgi | Haberin devamı için tıklayın | Daha fazla göster
tr  excerpt    Okumaya devam et | Okumaya devam edin | Yazıyı okumaya devam et | Yazının devamı
tr  excerpt    Yazının devamını oku
tr  hint       Devamı | Daha fazla | Detaylar
az  link       Ətraflı | Davamını oxu | Ətraflı oxu | Daha çox oxu | Daha ətraflı | Davamını oxuyun
az  excerpt    Oxumağa davam et | Oxumağa davam edin
az  hint       Davamı
vi  link       Đọc thêm | Xem thêm | Xem chi tiết | Đọc toàn bộ | Xem toàn bộ | Tìm hiểu thêm | Xem đầy đủ
vi  link       Đọc thêm tại đây | Đọc toàn bộ bài viết
vi  excerpt    Đọc tiếp | Tiếp tục đọc | Xem tiếp | Đọc tiếp bài viết | Tiếp tục đọc bài viết | Tiếp tục xem
vi  hint       Chi tiết
id  link       Baca selengkapnya | Selengkapnya | Baca lebih lanjut | Baca juga | Baca selanjutnya
id  link       Baca lebih banyak | Baca lengkapnya | Lihat selengkapnya | Baca artikel selengkapnya
id  link       Pelajari lebih lanjut | Baca artikel lengkap | Baca berita selengkapnya
id  excerpt    Lanjutkan membaca | Teruskan membaca | Lanjut membaca | Lanjutkan baca | Lanjutkan membaca artikel
id  excerpt    Lanjut baca
ms  link       Baca lagi | Baca seterusnya | Baca artikel penuh | Ketahui lebih lanjut | Selanjutnya
ms  excerpt    Teruskan bacaan | Sambung membaca | Sambung baca
tl  link       Magbasa pa | Basahin pa | Alamin pa | Tingnan pa
tl  excerpt    Ituloy ang pagbabasa | Magpatuloy sa pagbabasa | Ipagpatuloy ang pagbabasa
sw  link       Soma zaidi | Endelea kusoma | Soma habari kamili
sw  excerpt    Endelea kusoma makala
gl  link       Ler máis | Le máis | Máis información | Ler o artigo completo
gl  excerpt    Seguir lendo | Segue lendo | Continúa lendo | Continuar coa lectura
eu  link       Irakurri gehiago | Gehiago irakurri | Gehiago | Irakurri artikulu osoa
eu  excerpt    Irakurtzen jarraitu | Jarraitu irakurtzen | Irakurtzen segi
oc  link       Legir mai | Ne legir mai
af  link       Lees nog | Lees die volledige artikel
af  excerpt    Gaan voort met lees | Hou aan lees
fy  link       Lês mear
fy  excerpt    Lês fierder
lb  link       Liest méi | Méi liesen
lb  excerpt    Weiderliesen
nn  link       Les meir | Sjå meir
nn  excerpt    Hald fram med å lesa | Hald fram å lesa | Les vidare
fo  link       Les meira
bs  excerpt    Nastavi čitanje | Nastavi čitati članak
sq  link       Lexo më shumë | Lexoni më shumë | Lexo më tepër | Lexoni më tepër | Më shumë
sq  link       Lexo artikullin e plotë
sq  excerpt    Vazhdo leximin | Vazhdoni leximin | Vazhdo të lexosh | Vazhdoni leximin e | Vazhdoni të lexoni
uz  link       Batafsil | Batafsil o’qish | To’liq o’qish
uz  excerpt    Davomini o’qish | O’qishni davom ettirish
mt  link       Aqra aktar | Aqra iktar
mt  excerpt    Kompli aqra
cy  link       Darllen mwy | Darllenwch fwy | Darllen rhagor | Darllenwch ragor
cy  excerpt    Parhau i ddarllen | Parhau â darllen | Dal i ddarllen
ga  link       Léigh tuilleadh | Tuilleadh | Léigh níos mó | Léigh a thuilleadh
ga  excerpt    Lean ar aghaidh ag léamh | Lean ort ag léamh
gd  link       Leugh an còrr | Leugh barrachd
gd  excerpt    Lean air adhart a’ leughadh | Lean air an leughadh
br  link       Lenn muioc’h
eo  link       Legu pli | Legi pli | Legi plu | Pli
eo  excerpt    Daŭrigi legadon | Daŭrigi la legadon | Daŭre legi
jv  excerpt    Nerusake maca | Terusake maca
so  link       Akhri wax dheeraad ah | Akhri
ha  link       Karanta ƙari
yo  link       Ka siwaju
zu  link       Funda kabanzi
"""
