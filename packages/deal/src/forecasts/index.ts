/** Dated statements held against what came. */
export { forecasts } from "./forecasts.ts";
export { forecastsSchema, forecastsVersion, type ForecastRow, type Forecasts } from "./forecasts-result.ts";
