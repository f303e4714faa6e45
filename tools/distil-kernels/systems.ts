/** The systems of the measured tables, as accelerators with the catalogue's figures. */
import type { Accelerator } from "@underwatt/compute";
import { openCatalog } from "@underwatt/runtime";

/** Folder of the tables, name in the catalogue. */
const names: Readonly<Record<string, string>> = {
  h100_sxm: "nvidia-h100-sxm",
  h200_sxm: "nvidia-h200-sxm",
  b200_sxm: "nvidia-b200-sxm",
  b300_sxm: "nvidia-b300-sxm",
  gb200: "nvidia-gb200-nvl72",
  gb300: "nvidia-gb300-nvl72",
};

export interface System {
  readonly folder: string;
  readonly accelerator: Accelerator;
}

export function readSystems(): readonly System[] {
  const { accelerators } = openCatalog().catalog;
  return Object.entries(names).map(([folder, name]) => {
    const figures = accelerators.get(name)?.figures ?? {};
    const given = (figure: string, unit: string): number | undefined => {
      const [, number, found] = /^([\d.]+) (\S+)$/.exec(String(figures[figure]?.is ?? "")) ?? [];
      return number !== undefined && found === unit ? Number(number) : undefined;
    };
    const needed = (figure: string, unit: string): number => {
      const number = given(figure, unit);
      if (number === undefined) throw new Error(`catalog/accelerators/${name}.yaml should say ${figure} in ${unit}.`);
      return number;
    };
    const scaled = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * 1e12);
    return {
      folder,
      accelerator: {
        name,
        memory: needed("hbm-capacity", "GB/GPU") * 1e9,
        memoryBandwidth: needed("hbm-bandwidth", "TB/s/GPU") * 1e12,
        peak: {
          bf16: needed("peak-dense-bf16", "TFLOP/s/GPU") * 1e12,
          fp8: scaled(given("peak-dense-fp8", "TFLOP/s/GPU")),
          fp4: scaled(given("peak-dense-fp4", "TFLOP/s/GPU")),
        },
        scaleUp: {
          domain: needed("scale-up-domain", "GPU"),
          // Printed for both directions together.
          bandwidth: needed("scale-up-bandwidth", "GB/s/GPU") * (1e9 / 2),
        },
        scaleOut: { bandwidth: needed("scale-out-bandwidth", "Gbit/s/GPU") * (1e9 / 8) },
      },
    };
  });
}
