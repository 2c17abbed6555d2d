/** What the letters of the formulas stand for, in the order in which they are explained. */
const LETTERS: readonly (readonly [letter: RegExp, meaning: string])[] = [
  [/E[[ ]/, "E: the mean over all lineages there could be"],
  [/(?<!\p{L})n(?!\p{L})|ⁿ/u, "n: fits so far, the generation + 1"],
  [/(?<!\p{L})M(?!\p{L})/u, "M: samples of each model"],
  [/Mᵢ/, "Mᵢ: samples that fit i sees"],
  [/ν/, "ν: degrees of freedom, M − 1 in one dimension"],
  [/\/d(?!\p{L})/u, "d: what squared deviations are divided by, M or M − 1"],
  [/χ²/, "χ²: a sum of squares of normals"],
  [/ψ/, "ψ: the digamma function"],
  [/c₄/, "c₄: mean over true deviation of M samples"],
  [/λ/, "λ: the sampling bias"],
  [/τ/, "τ: the variance that truncation leaves"],
  [/∏.*k/, "k: from 1 to n"],
  [/σ₀/, "σ₀: deviation of the real data"],
  [/μ₀/, "μ₀: mean of the real data"],
  [/\/D/, "D: dimensions"],
  [/H₀/, "H₀: heterozygosity of the real data"],
  [/p₀/, "p₀: the real probabilities"],
  [/(?<!\p{L})K(?!\p{L})/u, "K: categories"],
  [/(?<!\p{L})s(?!\p{L})/u, "s: chance that a category is extinct by now"],
];

/** What the letters in some formulas stand for; "" where there is nothing to explain. */
export function lettersOf(formulas: readonly string[]): string {
  const all = formulas.join(" ; ");
  return LETTERS.filter(([letter]) => letter.test(all))
    .map(([, meaning]) => meaning)
    .join(" · ");
}
