/** The deal that `underwatt new` writes: small, complete, and commented for somebody who sees the language first. */

export function starterDeal(name: string): string {
  return `# A deal. The language: docs/deal-language.md
deal: ${name}
title: Lease of 4,096 accelerators
as_of: 2026-05-09                 # evidence published later is not used
calendar: { start: 2026-06, months: 48 }
currency: USD

sources:
  term-sheet: { publisher: The lessor, title: Term sheet, date: 2026-04-20, role: party }
  index: { publisher: A price index, title: H100 rental index, date: 2026-05-01, role: press }

claims:                           # what somebody said, how hard it is, and where
  count: { is: 4096 GPU, grade: disclosed, from: term-sheet, says: "The block is 4,096 H100." }
  price: { is: 2.35 USD/GPU/h, grade: reported, from: index, says: One-year H100 contracts clear at 2.35 dollars. }
  power: { is: 6 MW, grade: disclosed, from: term-sheet, says: The hall draws up to 6 MW. }

assumptions:                      # what nobody said; "a to b" is the central 90 %
  occupancy: { is: 70 to 95 %, because: No operating record yet. }
  energy-price: { is: 55 to 85 USD/MWh, because: The tariff is not signed. }
  capex: { is: 38000 to 46000 USD/GPU, because: Quotes of three integrators. }

fleets:
  hall:
    owner: The lessor
    power: claims.power
    pools:
      h100: { accelerator: nvidia-h100-sxm, count: claims.count }

contracts:
  lease:
    kind: lease
    lessor: The lessor
    lessee: A lab
    fleet: hall
    price: claims.price
    billing: { take_or_pay: 80 %, used: occupancy }
    term: { from: 2026-07-01, months: 36 month, ramp: 2 month }
    exit: { notice: 180 day, not_before: 2027-07-01, hazard: 1 to 4 %/month }

model:                            # formulas with units, time and uncertainty
  energy: fleets.hall.power * occupancy * energy-price * (1 month) * during(2026-07-01, contracts.lease.ends) in USD
  investment: capex * contracts.lease.gpus
  cash: contracts.lease.lessor-cash - energy - investment * during(2026-06-01, 2026-07-01)
  payback: { is: payback(cash) in yr, says: Payback on expected cash, key: yes }
  return: { is: irr(cash), says: Return on the hardware by lease income alone, key: yes }
  firm-cover: { is: contracts.lease.firm / investment in %, says: Share of the hardware that firm rent repays, key: yes }

thesis:
  pays-back: { says: Lease income repays the hardware within the term., holds_if: sum(cash) >= 0 USD, breakers: [empty] }
breakers:
  empty: { says: The block stands empty., trips_if: occupancy < 75 %, then: Only take-or-pay is left. }
watch:
  tariff: { asks: What does the signed tariff say?, due: 2026-06-30, settles: assumptions.energy-price }
scenarios:
  soft-market: { says: Prices fall by a third., set: { claims.price: 1.57 USD/GPU/h } }
`;
}

export const starterNote = `## What this deal is

{{ contracts.lease.gpus }} for {{ claims.price }}: {{ contracts.lease.annual-rent }} when full, {{ contracts.lease.headline }} over
the term, of which {{ contracts.lease.firm-share }} is firm.

{{#if thesis.pays-back}}At the median the lease repays its hardware, after {{ model.payback }}.{{else}}At the median the lease does
not repay its hardware; firm rent covers {{ model.firm-cover }} of it.{{/if}}

{{table thesis}}

{{chart contracts.lease.lessor-cash}}

## What breaks it

{{table breakers}}

{{table watch}}

## What it rests on

{{table evidence}}

{{table assumptions}}
`;
