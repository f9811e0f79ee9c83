"""The words with which pages turn from an article to something else, and those that credit a picture: two tables.

A row is a language and phrases, as they stand at the beginning of a line, case apart; whole words, unless a star shows
that more letters may follow; the whole line where a dollar says so. article_lines.py says where they are believed.
"""

from typing import Final

TURNS: Final = """
en  author$ | authors$ | replies$ | responses$ | answers$ | topics$ | tags$ | discussion$ | latest on | the latest on
en  did you find this | was this article | was this helpful | about the writer
de  antworten$ | antwort$ | autor$ | autorin$ | autoren$ | themen$ | themenseiten | artikel empfehlen
de  fanden sie diesen | war dieser artikel | abgelegt unter | kategorie | kategorien | veröffentlicht unter
fr  réponses$ | auteur$ | publié dans | catégories | classé dans
es  respuestas$ | autor$ | publicado en | categorías | archivado en
it  risposte$ | autore$ | categorie | pubblicato in
pt  respostas$ | categorias | publicado em
nl  auteur$ | categorieën
pl  odpowiedzi$ | autor$ | kategorie
ru  ответы$ | автор$ | рубрики
en  related* | you may also | you might also | you may like | you might like | you may be interested | read next
en  read more | read also | more from | more in | more on | more stories | more news | more articles | recommended
en  recommendations | about the author | about author | comments | comment | leave a comment | leave a reply
en  leave a response | post a comment | add a comment | no comments | view comments | join the conversation
en  join the discussion | share this | share on | share | share article | sharing | most popular | most read
en  most viewed | trending | popular posts | popular stories | latest news | latest posts | latest articles
en  latest stories | recent posts | sign up | subscribe | newsletter | email newsletter | post navigation
en  previous post | previous article | next post | next article | previous | next | tags | tagged | filed under
en  categories | category | follow us | follow me | see also | further reading | top stories | editors’ picks
en  editor's picks | don't miss | don’t miss | up next | what to read next | like this | like loading | print this
en  email this | get the latest | stay up to date | explore more | keep reading | this entry was posted
en  this post was | discuss this | trackback | pingback | one thought on | thoughts on
en  special offers
de  das könnte | auch interessant | mehr zum thema | mehr zu | mehr aus | mehr von | lesen sie auch | lesen sie mehr
de  lesen sie dazu | lesetipp | passend dazu | passend zum thema | weitere artikel | weitere themen
de  weitere beiträge | weitere meldungen | weitere informationen | weitere news | ähnliche* | verwandte* | zum thema
de  zum weiterlesen | kommentare | kommentar* | kommentieren* | keine kommentare | schreibe einen kommentar
de  einen kommentar | ihr kommentar | dein kommentar | antwort schreiben | antworten abbrechen | teilen
de  artikel teilen | beitrag teilen | teile diesen | teile den | diesen artikel | diesen beitrag | über den autor
de  über die autorin | über die autoren | zum autor | empfehlung* | meistgelesen | meist gelesen | beliebte
de  neueste beiträge | neueste artikel | neue artikel | schlagwörter | schlagworte | stichwörter | stichworte
de  vorheriger | nächster | voriger | newsletter | folge uns | folgen sie uns | abonnieren | jetzt abonnieren
de  anzeige | sponsored | drucken | artikel drucken | veröffentlicht in | das interessiert | auch spannend
de  ebenfalls interessant | mehr davon | dazu passt | siehe auch | lies auch | mehr lesen | aktuelle artikel
de  unsere empfehlung
fr  articles similaires | articles liés | articles connexes | article similaire | à lire | a lire | lire aussi
fr  lire également | sur le même | vous aimerez | vous pourriez | commentaires | commentaire
fr  laisser un commentaire | laissez un commentaire | aucun commentaire | partager | partagez | à propos de l*
fr  les plus lus | dans la même | mots-clés | mots clés | voir aussi | abonnez-vous | inscrivez-vous
fr  article précédent | article suivant
es  artículos relacionados | entradas relacionadas | noticias relacionadas | relacionad* | te puede | te podría
es  también te | le puede | lea también | lee también | leer también | comentarios | deja un comentario
es  deja una respuesta | deje un comentario | compart* | sobre el autor | etiquetas | lo más | más noticias
es  suscríbete | suscribirse | temas relacionados | ver también | siguiente artículo | artículo anterior
it  articoli correlati | articolo correlato | leggi anche | potrebbe interessarti | potrebbero interessarti
it  ti potrebbe | commenti | lascia un commento | condividi
pt  artigos relacionados | posts relacionados | notícias relacionadas | leia também | veja também | você pode
pt  comentários | deixe um comentário | compartilh* | partilh*
nl  gerelateerd* | lees ook | misschien ook | reacties | geef een reactie | plaats een reactie | deel dit | delen
nl  over de auteur | meer over | meer nieuws
pl  zobacz też | zobacz także | zobacz również | czytaj też | czytaj także | czytaj również | powiązane* | podobne*
pl  komentarze | dodaj komentarz | udostępnij | drukuj | tagi | polecamy | przeczytaj także | przeczytaj też
cs  související | mohlo by vás | komentáře | sdílet | čtěte také | diskuse | súvisiace | zdieľať | čítajte aj
ru  читайте также | похожие* | комментарии | оставить комментарий | добавить комментарий | поделиться | по теме
ru  смотрите также | теги | ещё по теме | метки
uk  читайте також | коментарі | поділитися | схожі* | дивіться також | теґи
tr  ilgili | yorumlar | yorum yap | paylaş | benzer* | bunlar da
sv  relaterade | relaterat* | läs också | läs även | läs mer om | kommentarer | dela artikeln | dela | læs også
sv  les også | relateret | del artiklen | del saken
fi  lue myös | kommentit | jaa | aiheesta
hu  kapcsolódó | hozzászólás | megosztás | citește și | comentarii | distribuie
ja  関連記事* | あわせて読みたい* | コメント* | おすすめ* | シェア* | 関連ニュース*
zh  相关文章* | 相关新闻* | 相關* | 评论* | 留言* | 分享* | 推荐阅读* | 延伸閱讀*
zh  延伸阅读* | 관련기사* | 관련 기사* | 댓글* | 공유*
ar  مواضيع ذات صلة* | اقرأ أيضا* | إقرأ أيضا* | تعليقات* | شارك* | תגובות* | קראו גם* | כתבות נוספות*
"""

CREDITS: Final = """
xx  foto:* | fotos:* | foto | photo:* | photo by | photos:* | photo credit | photograph by | image:* | image credit
xx  images:* | image via | bild:* | bilder:* | bildquelle | bildrechte | titelbild | grafik:* | illustration:*
xx  credit:* | credits:* | ©* | (c)* | copyright | (foto* | (bild* | (photo* | (image* | video:* | symbolbild
xx  symbolfoto | crédit | fuente:* | imagen:* | zdj.* | fot.* | фото | video ad feedback | advertisement | anzeige
xx  werbung | publicité | publicidad | reklama | реклама | story continues below
"""
