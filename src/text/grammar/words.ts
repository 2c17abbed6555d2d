/**
 * The words of the built-in grammar, the most frequent of each kind first. Written for this project.
 * A word belongs to one kind only, so that a sentence can be read in one way only.
 */

/** Singular and plural. None begins with a vowel, since "a" may stand before it. */
export const people = pairs(`clerk clerks, child children, woman women, sailor sailors,
  fisher fishers, teacher teachers, stranger strangers, baker bakers, widow widows,
  miller millers, painter painters, smith smiths, shepherd shepherds, singer singers,
  mayor mayors, doctor doctors, tailor tailors, pilgrim pilgrims`);

export const things = pairs(`map maps, street streets, house houses, boat boats, lamp lamps,
  door doors, bridge bridges, well wells, letter letters, net nets, wall walls, garden gardens,
  basket baskets, ladder ladders, bell bells, chapel chapels, mirror mirrors, harbour harbours,
  medal medals, kennel kennels`);

/** With "she" or "he" and with "they". */
export const doing = pairs(`sleeps sleep, waits wait, laughs laugh, sings sing, works work,
  listens listen, dreams dream, stumbles stumble, whistles whistle, returns return,
  vanishes vanish, hesitates hesitate`);

export const doingTo = pairs(`sees see, finds find, copies copy, draws draw, loses lose,
  carries carry, remembers remember, mends mend, paints paint, sells sell, forgets forget,
  admires admire, follows follow, burns burn`);

export const saying = pairs("says say, knows know, believes believe, denies deny");

/** As the nouns, none begins with a vowel. */
export const qualities = list(`small grey young great new quiet blue careful low wide tired
  clever handsome bright crooked proud hungry broken faithful peculiar`);

export const manners = list("often slowly again alone early quietly badly gladly twice barely");

export const places = list("near behind beside under above beyond");

export const oneOf = list("the a this every");

export const severalOf = list("the some these many");

export const names = list("Mara Tomas Wilma Jonas Petra Lucan");

export const dialectNouns = pairs(`bairn bairns, lass lasses, beck becks, gaffer gaffers,
  kist kists, moggy moggies, shippon shippons, howk howks`);

export const dialectDoing = pairs("bides bide, greets greet, flits flit, loups loup");

export const dialectDoingTo = pairs("kens ken, seeks seek, sups sup, fettles fettle, chides chide");

export const dialectQualities = list("wee bonny gradely muckle dour");

export type Pair = readonly [singular: string, plural: string];

function pairs(text: string): readonly Pair[] {
  return text.split(",").map((pair) => {
    const [singular, plural] = list(pair);
    return [singular, plural];
  });
}

function list(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
