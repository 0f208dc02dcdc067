"""Labelled pairs for the search for duplicates: a register of invented people, and the same people written down again.

The noise is what agents meet: another spelling, surname first, a given name left out, « né vers », day and month
swapped, a slip of the pen, a new phone, nothing but a name and a village. Beside them stand the hard cases: homonyms
of one year, brothers and sisters with one phone and one father, twins, a phone the whole family uses.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from migraflow.domain.names import fold
from migraflow.domain.people import Identity

SURNAMES = tuple(
    """Traoré Coulibaly Diarra Keïta Konaté Sangaré Sidibé Diallo Touré Cissé Koné Dembélé Camara Sissoko Kanté Fofana
    Maïga Dicko Guindo Togo Dolo Kassogué Berthé Bagayoko Diakité Doumbia Samaké Sow Bah Ba Kouyaté Haïdara Ag Sanogo
    Ouattara Théra Goïta Dao Tangara Niaré Simpara Sacko Soumaré Gassama Drabo Cissoko Kamissoko Danioko Mallé Fané
    Tounkara Magassa Diawara Soukouna Yattara Arama Tembely Poudiougo Saye Kodio Karembé Mariko Bengaly Ballo""".split()
)
WOMEN = tuple(
    """Fatoumata Aminata Awa Mariam Kadiatou Oumou Djénéba Assitan Rokia Ramata Bintou Safiatou Aïssata Hawa Nana
    Tenin Sitan Coumba Maïmouna Salimata Fanta Korotoumou Astan Alimata Adam Niélé Sali Habibatou Zeïnabou Fadimata
    Mastan Sanata Haby Founè Yah Batoma Saran Mah Nagnouma Djeneba""".split()
)
MEN = tuple(
    """Fatoumata Aminata Awa Mariam Kadiatou Oumou Djénéba Assitan Rokia Ramata Bintou Safiatou Aïssata Hawa Nana
    Tenin Sitan Coumba Maïmouna Salimata Fanta Korotoumou Astan Alimata Adam Niélé Sali Habibatou Zeïnabou Fadimata
    Mastan Sanata Haby Founè Yah Batoma Saran Mah Nagnouma Djeneba""".split()
)
TOWNS = {
    "Bamako": 26, "Kayes": 22, "Koulikoro": 8, "Sikasso": 9, "Ségou": 7, "Mopti": 3, "Tombouctou": 2, "Gao": 3,
    "Kidal": 1, "Ménaka": 1, "Bougouni": 2, "Dioïla": 1, "Nioro du Sahel": 5, "Koutiala": 3, "Kita": 3, "Nara": 1,
    "Bandiagara": 2, "San": 2, "Douentza": 1, "Yélimané": 6, "Bafoulabé": 3, "Kéniéba": 2,
}  # fmt: skip
"""Places of birth, and how many of a hundred come from there."""

OTHERWISE: Mapping[str, tuple[str, ...]] = {
    "Coulibaly": ("Koulibaly", "Kulubali", "Coulibali"), "Diarra": ("Jara", "Djarra", "Diara"),
    "Traoré": ("Tarawele", "Traore", "Trawore"), "Keïta": ("Keyta", "Keita"), "Cissé": ("Sissé", "Cisset"),
    "Diallo": ("Jallo", "Djallo"), "Sissoko": ("Cissoko", "Sissokho"), "Touré": ("Ture", "Toure"),
    "Maïga": ("Meiga", "Maiga"), "Koné": ("Kone", "Konet"), "Camara": ("Kamara",), "Kouyaté": ("Kuyate", "Kouyate"),
    "Doumbia": ("Dumbia", "Doumbya"), "Haïdara": ("Aïdara", "Haidara"), "Diakité": ("Jakite", "Diaquite"),
    "Bah": ("Ba", "Bâ"), "Sow": ("Soh",), "Bagayoko": ("Bakayoko",), "Sidibé": ("Sidibe",), "Sacko": ("Sakho",),
    "Mamadou": ("Mohamed", "Mamadu", "Mahamadou"), "Amadou": ("Ahmadou", "Amadu"), "Boubacar": ("Aboubacar", "Bacary"),
    "Oumar": ("Omar", "Umar"), "Ibrahima": ("Brahima", "Ibrahim"), "Souleymane": ("Suleyman", "Soulemane"),
    "Abdoulaye": ("Abdulaye", "Abdoulahi"), "Youssouf": ("Issouf", "Yusuf"), "Seydou": ("Saïdou", "Seidou"),
    "Moussa": ("Musa",), "Yacouba": ("Yakouba",), "Fatoumata": ("Fatimata", "Fatou"),
    "Kadiatou": ("Kadidia", "Kadiatu"),
    "Aïssata": ("Aïchata", "Aissatou"), "Mariam": ("Mariama", "Maryam"), "Djénéba": ("Jeneba", "Djeneba"),
    "Rokia": ("Rokiatou", "Rokya"), "Aminata": ("Amina", "Aminatou"), "Hawa": ("Awa",), "Oumou": ("Oum",),
}  # fmt: skip
"""Spellings met in registers. Some stand in the agency's table, some do not (Tarawele, Cisset, Soh…: see the CSV)."""
LETTERS = (("ou", "u"), ("c", "k"), ("y", "i"), ("s", "ss"), ("dj", "j"), ("é", "e"), ("ï", "i"), ("h", ""), ("k", "c"))
"""Spellings of sounds, for names that stand in no table."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Somebody written down again (`asked`), and whose record it is: the place in the register."""

    asked: Identity
    truth: int


def register(chance: random.Random, count: int) -> list[Identity]:
    """`count` invented people; of ten, one is the sister, brother, homonym or twin of the one before."""
    people: list[Identity] = []
    while len(people) < count:
        somebody = invented(chance)
        people.append(somebody)
        if chance.random() < 0.1:
            people.append(near(chance, somebody))
    return people[:count]


def invented(chance: random.Random) -> Identity:
    """Somebody, as complete as records are: three in ten « né vers », six in ten with a NINA."""
    woman = chance.random() < 0.4
    given = [zipf(chance, WOMEN if woman else MEN)]
    if chance.random() < 0.15:
        given.append(zipf(chance, WOMEN if woman else MEN))
    surname = zipf(chance, SURNAMES)
    year = chance.randint(1962, 2007)
    around = chance.random() < 0.3
    born = None if around else date(year, 1, 1) + timedelta(days=chance.randrange(365))
    town = chance.choices(list(TOWNS), list(TOWNS.values()))[0]
    filiation = chance.random() < 0.4
    return Identity(
        surname=surname, given=" ".join(given), sex="F" if woman else "M", birth_date=born, birth_year=year,
        birth_place=fold(town), nina=nina(chance) if chance.random() < 0.6 else "",
        passport=f"AA{chance.randrange(10**7):07}" if chance.random() < 0.15 else "", phones=(phone(chance),),
        home_region="", nationality="MLI", education="",
        father=f"{zipf(chance, MEN)} {surname}" if filiation else "",
        mother=f"{zipf(chance, WOMEN)} {zipf(chance, SURNAMES)}" if filiation else "",
    )  # fmt: skip


def near(chance: random.Random, one: Identity) -> Identity:
    """Somebody else who looks like `one`: a sibling with the family's phone, a twin, a homonym of the same year."""
    kind = chance.choice(("sibling", "sibling", "twin", "homonym"))
    other = invented(chance)
    if kind == "homonym":
        year = one.birth_year or 1980
        born = other.birth_date.replace(year=year, day=1) if other.birth_date else None
        return replace(other, surname=one.surname, given=one.given, sex=one.sex, birth_year=year, birth_date=born)
    family = replace(other, surname=one.surname, birth_place=one.birth_place, phones=one.phones, father=one.father,
                     mother=one.mother)  # fmt: skip
    return replace(family, birth_date=one.birth_date, birth_year=one.birth_year) if kind == "twin" else family


def written_again(chance: random.Random, one: Identity) -> Identity:
    """`one` as another counter writes it down: numbers are seldom at hand, and one to three things differ."""
    again = replace(
        one,
        nina=one.nina if chance.random() < 0.3 else "",
        passport=one.passport if chance.random() < 0.3 else "",
        phones=one.phones if chance.random() < 0.5 else (phone(chance),),
        father=one.father if chance.random() < 0.5 else "",
        mother=one.mother if chance.random() < 0.5 else "",
    )
    if chance.random() < 0.1:
        again = slipped_numbers(chance, again)
    changes = chance.sample((spelled, swapped, dated, shortened, mistyped, placed), chance.choice((1, 1, 2, 2, 3)))
    for change in changes:
        again = change(chance, again)
    return again


def spelled(chance: random.Random, one: Identity) -> Identity:
    """A name spelled otherwise."""
    return replace(one, surname=otherwise(chance, one.surname), given=" ".join(
        otherwise(chance, word) if chance.random() < 0.5 else word for word in one.given.split()))  # fmt: skip


def otherwise(chance: random.Random, name: str) -> str:
    """Another spelling of `name`."""
    if name in OTHERWISE:
        return chance.choice(OTHERWISE[name])
    heard = [(written, letter) for written, letter in LETTERS if written in name.lower()]
    if not heard:
        return name
    written, letter = chance.choice(heard)
    return name.lower().replace(written, letter, 1).capitalize()


def swapped(chance: random.Random, one: Identity) -> Identity:
    """Surname first."""
    return replace(one, surname=one.given, given=one.surname)


def dated(chance: random.Random, one: Identity) -> Identity:
    """The day of birth not known, given from memory, swapped, or written wrong."""
    if one.birth_date is None:
        return replace(one, birth_year=(one.birth_year or 1980) + chance.choice((-1, 1, 0)))
    born = one.birth_date
    how = chance.random()
    if how < 0.5:
        return replace(one, birth_date=None, birth_year=born.year + chance.choice((0, 0, 0, -1, 1)))
    if how < 0.65:
        return replace(one, birth_date=date(born.year, 1, 1))
    if how < 0.8 and born.day <= 12:
        return replace(one, birth_date=date(born.year, born.day, born.month))
    return replace(one, birth_date=born.replace(day=min(28, born.day % 10 + 10 * chance.randint(0, 1)) or 1))


def shortened(chance: random.Random, one: Identity) -> Identity:
    """A second given name more or less."""
    words = one.given.split()
    if len(words) > 1:
        return replace(one, given=words[0])
    return replace(one, given=f"{one.given} {zipf(chance, WOMEN if one.sex == 'F' else MEN)}")


def mistyped(chance: random.Random, one: Identity) -> Identity:
    """A slip of the pen in the name."""
    if chance.random() < 0.5:
        return replace(one, surname=typo(chance, one.surname))
    return replace(one, given=typo(chance, one.given))


def placed(chance: random.Random, one: Identity) -> Identity:
    """The place of birth not given, or written wrong."""
    return replace(one, birth_place="" if chance.random() < 0.6 else typo(chance, one.birth_place))


def typo(chance: random.Random, word: str) -> str:
    """`word` with one letter changed, left out, doubled, or swapped with the next."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    before, after = word[:at], word[at + 1 :]
    swapped = before + after[0] + word[at] + after[1:]
    other = before + chance.choice("aeioubdkmnst") + after
    return chance.choice((before + after, before + word[at] + word[at:], swapped, other))


def slipped_numbers(chance: random.Random, one: Identity) -> Identity:
    """A digit of the NINA written wrong."""
    if not one.nina:
        return one
    at = chance.randrange(8, 13)
    return replace(one, nina=one.nina[:at] + str((int(one.nina[at]) + 1) % 10) + one.nina[at + 1 :])


def zipf(chance: random.Random, names: tuple[str, ...]) -> str:
    """A name: one person in ten bears the first one, as in Mali."""
    return chance.choices(names, cum_weights=shares(len(names)))[0]


@cache
def shares(count: int) -> list[float]:
    """How many people bear the first name, the first two, and so on."""
    return list(accumulate(1 / (rank + 3) for rank in range(count)))


def nina(chance: random.Random) -> str:
    """A number of the right shape."""
    return f"{chance.randrange(10**14):014}{chance.choice('ABCDEFGHJKLMNP')}"


def phone(chance: random.Random) -> str:
    """A mobile number of Mali."""
    return f"+223{chance.choice('5679')}{chance.randrange(10**7):07}"


def labelled(seed: int, people: list[Identity], count: int) -> list[Labelled]:
    """`count` people of the register written down again."""
    chance = random.Random(seed)
    return [Labelled(written_again(chance, people[truth]), truth) for truth in chance.sample(range(len(people)), count)]
