"""Pages of invented news in the manner of the sites that tests must read; nothing here happened."""

from __future__ import annotations

import json


def _texts(block: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in block.split("\n\n"))


ENGLISH = _texts("""
The port of Corvenna closed its outer basin on Tuesday after a survey found that the old sea
wall had moved by eleven centimetres since March.

“We would rather lose a week of trade than a pier,” harbour master Ilse Vantongeren told the
assembly, which met behind closed doors until late in the evening.

Ferries to the Aldry islands will leave from the fishing quay until further notice. The line
expects delays of about forty minutes at low tide.

Engineers are to drill into the wall at nine places. A first report is due on February 3, and
the assembly has set aside 2.4 million crowns for repairs.
""")
GERMAN = _texts("""
Die Stadt Obermarnau sperrt von Montag an die alte Lindenbrücke für den gesamten Verkehr, weil
Taucher an zwei Pfeilern tiefe Risse gefunden haben.

„Wir nehmen die Sache sehr ernst“, sagte Bürgermeisterin Thea Quandt am Freitag. Die Sperrung
werde voraussichtlich bis Ende März dauern.

Busse der Linien 4 und 9 fahren über die Uferstraße. Für Fußgänger richtet die Stadt eine kleine
Fähre ein, die alle zwölf Minuten ablegt.
""")
SPANISH = _texts("""
El puerto de Valmarina recibirá este año un veinte por ciento menos de trigo, según anunció el
lunes la cooperativa que reúne a los molinos de la región.

«La cosecha fue corta y el río bajó demasiado», explicó su presidenta, Aurelia Montcada, en una
reunión con los alcaldes de la ribera.

El ayuntamiento mantendrá el precio del pan en los comedores escolares hasta septiembre y pagará
la diferencia con el fondo de reserva, que suma ocho millones.
""")


def paragraphs(texts: tuple[str, ...], marks: str = "<p>{}</p>") -> str:
    """Return ``texts`` as paragraphs of HTML."""
    return "\n".join(marks.format(text) for text in texts)


def news_site(
    title: str = "Corvenna closes its outer basin", texts: tuple[str, ...] = ENGLISH
) -> str:
    """Return a page of a large site: menus, captions, links, a newsletter, advertisements."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2026-01-13T18:20:00+01:00",
        "inLanguage": "en-GB",
        "author": [{"@type": "Person", "name": "Oda Brink"}, {"name": "Jon Ferrow"}],
        "publisher": {"@type": "Organization", "name": "The Corvenna Courier"},
    }
    first, *rest = texts
    return f"""<!doctype html><html lang="en-GB"><head><title>{title} | The Corvenna Courier</title>
<meta property="og:site_name" content="The Corvenna Courier">
<link rel="canonical" href="https://courier.example/news/outer-basin">
<script type="application/ld+json">{json.dumps(facts)}</script></head><body>
<div class="cookie-banner"><p>We value your privacy. Accept all cookies?</p>
<button>Accept</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ul></nav></header>
<main><article><h1>{title}</h1><div class="byline">By Oda Brink and Jon Ferrow</div>
<figure><img src="wall.jpg"><figcaption>The wall on Monday. Photo: Jon Ferrow</figcaption></figure>
<p>{first}</p><div class="ad"><p>Advertisement</p></div>
<p><strong>Read more:</strong> <a href="/2">How the wall was built</a></p>
{paragraphs(tuple(rest))}
<p>Sign up for our morning newsletter and have the harbour in your inbox.</p>
<p>Follow us on every network</p></article>
<aside class="related"><h2>Related</h2>
<ul><li><a href="/3">Tolls to rise in spring</a></li></ul></aside>
</main><footer><p>© 2026 The Corvenna Courier. All rights reserved.</p></footer></body></html>"""


def blog(title: str = "A wall that moves", texts: tuple[str, ...] = ENGLISH) -> str:
    """Return a page of a weblog with comments."""
    return f"""<!doctype html><html lang="en"><head><title>{title} – Tides and Ties</title>
<meta name="author" content="Mara Quill"><meta name="date" content="2026-01-14"></head><body>
<div id="page"><div class="site-header"><a href="/">Tides and Ties</a></div>
<div class="post hentry"><h1 class="entry-title">{title}</h1>
<div class="entry-meta">Posted on <time datetime="2026-01-14">January 14</time></div>
<div class="entry-content">{paragraphs(texts)}</div></div>
<div id="comments"><h3>2 comments</h3><ol><li><p>First! What a wall that must be, I wonder.</p></li>
<li><p>I have seen it move with my own eyes, it is a scandal.</p></li></ol></div>
<div id="sidebar"><h3>Archive</h3><ul><li><a href="/12">December</a></li></ul></div></div>
</body></html>"""


def amp(title: str = "Corvenna closes its outer basin", texts: tuple[str, ...] = ENGLISH) -> str:
    """Return a page for small screens, with elements of its own."""
    return f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2026-01-13T17:20:00Z"></head><body>
<amp-consent layout="nodisplay"></amp-consent><header>Courier</header>
<article><h1>{title}</h1><amp-img src="w.jpg" width="2" height="1" alt="The wall"></amp-img>
{paragraphs(texts)}<amp-ad width="300" height="250" type="x"></amp-ad></article>
<amp-list src="more.json"></amp-list></body></html>"""


def german() -> str:
    """Return a German page with its own kinds of furniture."""
    first, *rest = GERMAN
    return f"""<!doctype html><html lang="de"><head><title>Lindenbrücke wird gesperrt</title>
<meta property="og:site_name" content="Marnauer Bote">
<meta property="article:published_time" content="2026-01-16T09:00:00+01:00"></head><body>
<main><article><h1>Lindenbrücke wird gesperrt</h1><p>{first}</p>
<p>Lesen Sie auch: Warum Brücken altern</p>{paragraphs(tuple(rest))}
<p>Jetzt den Newsletter abonnieren und nichts verpassen.</p><p>Anzeige</p>
</article></main></body></html>"""


def spanish() -> str:
    """Return a Spanish page with its own kinds of furniture."""
    first, *rest = SPANISH
    return f"""<!doctype html><html lang="es"><head><title>Menos trigo en Valmarina</title>
<meta property="article:published_time" content="2026-01-19T08:00:00+01:00"></head><body>
<main><article><h1>Menos trigo en Valmarina</h1><p>{first}</p>
<p>Lea también: El río más bajo en veinte años</p>{paragraphs(tuple(rest))}
<p>Suscríbase a nuestro boletín de noticias.</p></article></main></body></html>"""


def live_blog() -> str:
    """Return a page of short posts, each with its time."""
    posts = "".join(
        f'<div class="post" itemprop="liveBlogUpdate"><time datetime="2026-01-13T1{n}:00Z">1{n}:00'
        f"</time><h2>Update {n}</h2><p>{text}</p></div>"
        for n, text in enumerate(ENGLISH)
    )
    return f"""<!doctype html><html lang="en"><head><title>Corvenna's wall: live</title></head>
<body><article><h1>Corvenna's wall: live</h1>{posts}</article></body></html>"""


def table_heavy() -> str:
    """Return a page on which a table of figures stands amid the text."""
    rows = "".join(f"<tr><td>Pier {n}</td><td>{n * 3}</td><td>{n}.5</td></tr>" for n in range(40))
    return f"""<!doctype html><html lang="en"><head><title>Piers by the numbers</title></head><body>
<article><h1>Piers by the numbers</h1>{paragraphs(ENGLISH[:2])}
<table><tr><th>Pier</th><th>Ships</th><th>Depth</th></tr>{rows}</table>{paragraphs(ENGLISH[2:])}
</article></body></html>"""


def consent_wall() -> str:
    """Return what stands before an article until cookies are accepted."""
    return """<!doctype html><html lang="en"><head><title>Before you continue</title></head><body>
<h1>Before you continue</h1><p>We and our 812 partners store and access information on a device.</p>
<button>Accept all cookies</button></body></html>"""


def paywall_stub(*, marked: bool = True) -> str:
    """Return the first paragraph of an article and a request to pay."""
    facts = {"@type": "NewsArticle", "headline": "The wall", "isAccessibleForFree": False}
    script = f'<script type="application/ld+json">{json.dumps(facts)}</script>' if marked else ""
    asked = "" if marked else "<div><p>Already a subscriber? Log in to go on.</p></div>"
    return f"""<!doctype html><html lang="en"><head><title>The wall</title>{script}</head><body>
<article><h1>The wall</h1>{paragraphs(ENGLISH[:2])}{asked}</article></body></html>"""


def browser_check() -> str:
    """Return what a site sends to programs."""
    return """<!doctype html><html><head><title>Just a moment</title></head><body>
<h1>courier.example</h1><p>Checking if the site connection is secure. Enable JavaScript and cookies
to continue.</p></body></html>"""
