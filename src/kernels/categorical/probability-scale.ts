/**
 * What a probability of 1 is as an integer: 2³² less 2¹⁸, room for 2¹⁶ categories that are lifted to
 * one count. As the shaders have it.
 */
export const PROBABILITY_SCALE = 2 ** 32 - 2 ** 18;
