/** Version of the language and its results; part of every run hash. */
export const version = "0.1.0";
