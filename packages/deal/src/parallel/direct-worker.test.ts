import { directWorker } from "./direct-worker.fixture.ts";
import { workerContract } from "./port.contract.ts";

const broken = (sharesMemory: boolean) => () => {
  const worker = directWorker(sharesMemory, () => {});
  worker.fail(new Error("it cannot run"));
  return worker;
};

workerContract(() => directWorker(true), broken(true));
workerContract(() => directWorker(false), broken(false));
