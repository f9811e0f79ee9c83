"""Addresses as they identify something: absolute, http(s) only, without what only tracks the reader."""

import re
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_LONGEST: Final = 2048
"""Characters. Telegram refuses a message whose link is much longer."""

_TRACKING: Final = re.compile(
    r"(?:utm_[\w.-]*|at_(?:medium|campaign|custom\d*|link_\w+|bbc_team|format|ptr_name)|pk_\w+|mtm_\w+|hsa_\w+"
    r"|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|li_fat_id|igshid|igsh|s_cid"
    r"|mc_cid|mc_eid|_hsenc|_hsmi|__hstc|__hssc|__hsfp|mkt_tok|oly_anon_id|oly_enc_id|vero_id|vero_conv|wickedid"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|xtor|wt_mc|ref_src|ref_url|_ga|_gl|cmpid|ocid|guccounter"
    r"|srsltid|gad_\w+|mibextid|fb_(?:action_\w+|source|ref)|__cft__.*|__tn__|_openstat|rb_clickid|ncid|smid|smtyp|ftag|spm"
    r"|piwik_\w+|matomo_\w+|sfmc_\w+|elqtrack\w*|s_kwcid|_kx|ck_subscriber_id|trk_\w+|dicbo|epik|sr_share)",
    re.IGNORECASE,
)
_CANONICAL: Final = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[\w.~%+,;=:@!$&'()*/-]*+(?:\?([\w.~%+,;=:@!$&'()*/?-]+))?", re.ASCII
)
"""What needs no look: most addresses are well written."""

_DEAD_FRAGMENT: Final = re.compile(
    r"more-\d+|comments?|respond|:~:text=.*|xtor=.*|utm_.*|rss", re.IGNORECASE | re.DOTALL
)
_UNSAFE: Final = re.compile(r'[\x00-\x20\x7f-\xa0"<>\\^`{|}\ud800-\udfff\ufffe\uffff]')
_PORTS: Final = {"http": 80, "https": 443}


def canonical_url(address: str | None, *, base: str = "") -> str | None:
    """The address made absolute, without tracking parameters, user names and marks within the page.

    None for anything but http and https: no `javascript:`, `tg:` or `data:` link ever becomes a button.
    """
    if not address or len(address) > 4 * _LONGEST:
        return None
    found = _CANONICAL.fullmatch(address) if len(address) <= _LONGEST else None
    if found is not None and (found[1] is None or found[1] == _untracked(found[1])):
        return address
    try:
        written = re.sub(r"[\t\r\n]", "", address.strip())
        parts = urlsplit(written if written.startswith(("https://", "http://")) else urljoin(base, written))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or not _is_host(host):
        return None
    url = urlunsplit(_plain(parts, f"[{host}]" if ":" in host else host, port))
    return url if len(url) <= _LONGEST else None


def host_of(url: str | None) -> str:
    """The host without "www.", for telling one's own links from foreign ones; '' when there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_host(host: str) -> bool:
    return not re.search(r"[\s<>\"'\\]", host)


def _plain(parts: SplitResult, host: str, port: int | None) -> SplitResult:
    netloc = host if port in {None, _PORTS[parts.scheme]} else f"{host}:{port}"
    query = _untracked(parts.query)
    fragment = "" if _DEAD_FRAGMENT.fullmatch(parts.fragment) else parts.fragment
    return SplitResult(parts.scheme, netloc, _quoted(parts.path) or "/", _quoted(query), _quoted(fragment))


def _untracked(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if not _TRACKING.fullmatch(pair.split("=", 1)[0]))


def _quoted(part: str) -> str:
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace")), part)
