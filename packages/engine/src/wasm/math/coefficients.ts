/**
 * Constants of the elementary functions, as tools/reference/elementary_coefficients.py computes them. Polynomials are
 * minimax, lowest term first.
 */

/** exp(r) = 1 + r + r² p(r) for |r| <= log(2)/2; greatest error 2^-57.4 of exp(r). */
export const expTerms = [
  0.5, 0.16666666666666433, 0.041666666666603944, 0.008333333333500014, 0.0013888888926801674, 0.00019841269466264611,
  2.4801508674982756e-5, 2.755764082052651e-6, 2.76251901535038e-7, 2.4978397447269194e-8,
];

/** exp(r) = 1 + r + r²/2 + r³ p(r) there; greatest error 2^-63.9 of exp(r). */
export const expm1Terms = [
  0.1666666666666668, 0.04166666666666641, 0.00833333333331853, 0.001388888888903324, 0.00019841269893336024,
  2.4801587025657696e-5, 2.755723745799969e-6, 2.7557526050654836e-7, 2.5111245690814582e-8, 2.0838524893628494e-9,
];

/** log((1 + s) / (1 - s)) = 2s + s z p(z), z = s², for (1 + s) / (1 - s) in 1/√2..√2; greatest error 2^-59.5 of 2s. */
export const logTerms = [
  0.6666666666666734, 0.3999999999941434, 0.28571428742472477, 0.2222219856364367, 0.181835648617608,
  0.15314035898408324, 0.14796105287459915,
];

/** log((1 + s) / (1 - s)) = 2/3 s (3 + z + z² p(z)), (1 + s) / (1 - s) in √(2/3)..√(3/2); greatest error 2^-71.3 of 3. */
export const wideLogTerms = [
  0.5999999999999946, 0.4285714285784843, 0.33333332984349645, 0.2727281193560356, 0.23066111810241433,
  0.20696314478034492,
];

/** log 2 in 32 bits, so that up to 2^21 times it is exact, and the rest of it. */
export const log2Coarse = 0.6931471803691238;
export const log2Rest = 1.9082149292705877e-10;
export const inverseLog2 = Math.LOG2E;

/** A number and its parts: the first 26 bits, so that a product with another such is exact, and the rest. */
export interface Halves {
  readonly whole: number;
  readonly high: number;
  readonly low: number;
}
export const log2Halves: Halves = { whole: Math.LN2, high: 0.6931471675634384, low: 1.2996506893889889e-8 };
/** 2 / (3 log 2). */
export const wideLogHalves: Halves = {
  whole: 0.9617966939259756,
  high: 0.9617966860532761,
  low: 7.872699542894897e-9,
};
/** log2(3/2). */
export const log2OfMiddle = { high: 0.5849624872207642, low: 1.350039202129749e-8 };
