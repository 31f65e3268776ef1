"""Countries: which one a ledger is in, what it is called, and its calling code."""

from functools import lru_cache

# ITU-T E.164 assignments; none is the beginning of another.
_CODES = """
1:US,AG,AI,AS,BB,BM,BS,CA,DM,DO,GD,GU,JM,KN,KY,LC,MP,MS,PR,SX,TC,TT,VC,VG,VI 20:EG 211:SS
212:MA,EH 213:DZ 216:TN 218:LY 220:GM 221:SN 222:MR 223:ML 224:GN 225:CI 226:BF 227:NE 228:TG
229:BJ 230:MU 231:LR 232:SL 233:GH 234:NG 235:TD 236:CF 237:CM 238:CV 239:ST 240:GQ 241:GA
242:CG 243:CD 244:AO 245:GW 246:IO 247:AC 248:SC 249:SD 250:RW 251:ET 252:SO 253:DJ 254:KE
255:TZ 256:UG 257:BI 258:MZ 260:ZM 261:MG 262:RE,YT 263:ZW 264:NA 265:MW 266:LS 267:BW 268:SZ
269:KM 27:ZA 290:SH,TA 291:ER 297:AW 298:FO 299:GL 30:GR 31:NL 32:BE 33:FR 34:ES 350:GI 351:PT
352:LU 353:IE 354:IS 355:AL 356:MT 357:CY 358:FI,AX 359:BG 36:HU 370:LT 371:LV 372:EE 373:MD
374:AM 375:BY 376:AD 377:MC 378:SM 380:UA 381:RS 382:ME 383:XK 385:HR 386:SI 387:BA 389:MK
39:IT,VA 40:RO 41:CH 420:CZ 421:SK 423:LI 43:AT 44:GB,GG,IM,JE 45:DK 46:SE 47:NO,SJ 48:PL 49:DE
500:FK 501:BZ 502:GT 503:SV 504:HN 505:NI 506:CR 507:PA 508:PM 509:HT 51:PE 52:MX 53:CU 54:AR
55:BR 56:CL 57:CO 58:VE 590:GP,BL,MF 591:BO 592:GY 593:EC 594:GF 595:PY 596:MQ 597:SR 598:UY
599:CW,BQ 60:MY 61:AU,CC,CX 62:ID 63:PH 64:NZ 65:SG 66:TH 670:TL 672:NF 673:BN 674:NR 675:PG
676:TO 677:SB 678:VU 679:FJ 680:PW 681:WF 682:CK 683:NU 685:WS 686:KI 687:NC 688:TV 689:PF
690:TK 691:FM 692:MH 7:RU,KZ 800: 808: 81:JP 82:KR 84:VN 850:KP 852:HK 853:MO 855:KH 856:LA
86:CN 870: 878: 880:BD 881: 882: 883: 886:TW 888: 90:TR 91:IN 92:PK 93:AF 94:LK 95:MM 960:MV
961:LB 962:JO 963:SY 964:IQ 965:KW 966:SA 967:YE 968:OM 970:PS 971:AE 972:IL 973:BH 974:QA
975:BT 976:MN 977:NP 979: 98:IR 992:TJ 993:TM 994:AZ 995:GE 996:KG 998:UZ
"""


@lru_cache(maxsize=1)
def codes() -> dict[str, str]:
    """The calling code of each country, by ISO 3166 alpha-2."""
    found: dict[str, str] = {}
    for entry in _CODES.split():
        code, _, regions = entry.partition(":")
        found.update((region, code) for region in regions.split(",") if region)
    return found


@lru_cache(maxsize=1)
def calling_codes() -> frozenset[str]:
    """Every calling code, those of no country included."""
    return frozenset(entry.partition(":")[0] for entry in _CODES.split())


@lru_cache(maxsize=8)
def region_of(timezone: str) -> str | None:
    """The country of an IANA zone, by the zone itself or the one it is an alias of; None for UTC and its like."""
    name = timezone if timezone in (known := _zones()) else _target(timezone)
    return known.get(name)


@lru_cache(maxsize=8)
def country_name(region: str) -> str:
    """In English, without what stands in brackets; the code itself where it is unknown."""
    for line in _lines("iso3166.tab"):
        code, _, name = line.partition("\t")
        if code == region:
            return name.partition(" (")[0]
    return region


def _zones() -> dict[str, str]:
    rows = (line.split("\t") for line in _lines("zone.tab"))
    return {row[2]: row[0] for row in rows}


def _target(timezone: str) -> str:
    """What a zone of an older name is called today; itself where it is no alias."""
    for line in _lines("tzdata.zi"):
        if line.startswith("L "):
            _, target, alias = line.split(" ")
            if alias == timezone:
                return target
    return timezone


def _lines(name: str) -> list[str]:
    """Of one of the tables of the tz database."""
    from importlib.resources import files

    text = (files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
