"""How people say it: other words for the things that masks label, and words around them.

A mask calls a thing one word only. Whoever types a prompt calls it what they like, so training says now one
word, now another; neighbours in the space of word vectors learn with them.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

_SAID = """
skin: face, body | hair: curls, ponytail, hairstyle, wig
shoes: footwear, trainers, boots, slippers | boots: shoes, wellingtons, footwear | sandals: shoes, slippers
sneakers: trainers, shoes | loafers: shoes | heels: shoes | pumps: heels, shoes | flats: shoes
bag: handbag, satchel, tote, backpack, luggage | purse: handbag, clutch, pouch | wallet: purse
pants: trousers, slacks | jeans: pants, trousers, denims | leggings: tights, pants
shorts: trunks, bermudas | stockings: tights, hose | tights: stockings | socks: stockings
dress: gown, sundress, robe, costume | skirt: kilt | romper: dress
bodysuit: leotard, swimsuit | coat: overcoat, raincoat, parka, jacket | cape: cloak
jacket: coat | blazer: jacket | suit: tuxedo, outfit, uniform, costume
blouse: shirt, tunic, top | shirt: blouse, top, tunic | t-shirt: tee, shirt, top | top: shirt, blouse, tee
sweater: jersey, jumper | jumper: sweater, dress | hoodie: sweatshirt
cardigan: sweater | sweatshirt: hoodie, sweater
hat: cap, beret, fedora, bonnet, beanie | scarf: shawl, wrap, stole | belt: sash, strap
gloves: mittens | necklace: beads, jewelry | bracelet: jewelry
accessories: jewelry
road: street, asphalt, highway, lane | pavement: sidewalk, path | pole: post, column
building: house, houses, buildings, wall, facade, tower | fence: railing, gate, wall
tree: trees, bushes, foliage, leaves, hedge, shrubs, plants, greenery | trees: bushes, foliage, woods, forest
car: automobile, vehicle, taxi, van, sedan, cars, truck | sign: billboard, poster
pedestrian: person, man, woman, people, walker | bicyclist: cyclist, biker, rider, bicycle
water: sea, lake, river, ocean, pond, waves | sea: ocean, water, waves, bay | sand: beach, shore, dune, desert
snow: glacier, slope | grass: lawn, field, meadow, pasture, turf, ground | street: road, asphalt, cobblestones
forest: trees, woods, foliage, bushes, leaves, jungle, plants | hill: mountain, hills, mountains, slope, cliff
boat: ship, yacht, sailboat, dinghy | sail: sails, canvas | fire: flames, flame, campfire, bonfire
helmet: hat | cap: hat | ball: football | uniform: outfit, costume | jersey: shirt, sweater
"""

OTHER_WORDS = {
    thing.strip(): tuple(word.strip() for word in words.split(","))
    for line in _SAID.strip().splitlines()
    for thing, _, words in (entry.partition(":") for entry in line.split("|"))
}
"""What else people call a thing that a mask labels."""

MADE = "wool cotton silk leather linen long short big small little old new plain wooden painted large"
"""Words that stand between a colour and its thing, and say nothing of colour."""

AROUND = (
    "on a street", "in the city", "in a garden", "in the sun", "at night", "near a wall", "beside a door",
    "by the sea", "standing outside", "walking", "looking at the camera", "in an old film", "in a photograph",
    "on a summer day", "in the background", "under the trees", "in front of a house", "with a smile",
)  # fmt: skip
"""What people add about a picture without a colour in it."""

OTHERWISE = 0.35
"""How often a thing is called by another word."""
DESCRIBED = 0.12
TOLD_WHERE = 0.2
MENTIONED = 0.2
"""How often a thing that is there is spoken of without a colour."""


def names(thing: str) -> set[str]:
    """Every word by which a thing may be called."""
    return {thing, *OTHER_WORDS.get(thing, ())}


def call(thing: str, taken: Collection[str], rng: np.random.Generator) -> str:
    """A word for a thing, perhaps another than its own, never one of those `taken` by other things."""
    others = [word for word in OTHER_WORDS.get(thing, ()) if word not in taken]
    word = str(rng.choice(others)) if others and rng.random() < OTHERWISE else thing
    return f"{rng.choice(MADE.split())} {word}" if rng.random() < DESCRIBED else word


def around(rng: np.random.Generator) -> str:
    """Now and then, words about the rest of the picture, to stand behind a sentence."""
    return f" {rng.choice(AROUND)}" if rng.random() < TOLD_WHERE else ""
