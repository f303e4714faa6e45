"""Asks Calculon (github.com/calculon-ai/calculon, Apache-2.0) for the runs of a table that it can express.

    python3 bench/training-calculon/run.py CALCULON_CHECKOUT TABLE.csv > bench/training-calculon/recorded.csv

Writes id, class and predicted tokens/s/GPU; of runs that Calculon refuses, the reason on standard error. The table has the columns
of docs/training.md. Measured speeds are read only to leave out rows without one.
"""

import csv
import json
import logging
import os
import sys

# Calculon's own files, except that memory is no limit: the runs did fit.
SYSTEMS = {"A100-80GB": "a100_80g.json", "H100": "h100_80g_nvl8.json"}
CAPACITY_GIB = 10**6
LONGEST = 8192


def notes(row):
    return (row["note"] + " " + row["framework"]).lower()


def expressible(row):
    """Calculon knows dense models whose parameters are not sharded, trained whole on one kind of accelerator."""
    return (
        row["accelerator"] in SYSTEMS
        and row["precision"] in ("BF16", "FP8", "FP8-CS")
        and row["tokens_per_s_per_gpu"] != ""
        and row["layers"] != ""
        and row["tp"] != ""
        and row["experts"] == ""
        and row["cp"] in ("", "1")
        and int(row["seq_len"]) <= LONGEST
        and "pre-training" in row["note"]
        and not any(word in notes(row) for word in ("fsdp", "zero-3", "torchtitan"))
    )


def integer(row, column, otherwise=None):
    return int(row[column]) if row[column] != "" else otherwise


def gated(row):
    return any(family in row["model"].lower() for family in ("llama", "mistral", "qwen"))


def feedforward(row):
    """Calculon has no gate: up and down alone, so wide that the network has as many parameters as with one."""
    width = int(row["ffn"])
    return width * 3 // 2 if gated(row) else width


def klass(row):
    if row["accelerator"] != "H100":
        # Calculon refuses to overlap the gradients of one replica, and to gather again beside full recomputation. With both switches on
        # for every run it expresses 97; here they are off where it refuses them, which gives 14 further ones.
        further = replicas(row) == 1 or (recomputes(row) and int(row["tp"]) > 1)
        return "A100 BF16, further" if further else "A100 BF16"
    if gated(row):
        return "H100 FP8 Llama, approximated" if row["precision"] != "BF16" else "H100 BF16 Llama, approximated"
    return "H100 BF16" if row["precision"] == "BF16" else "H100 FP8 GPT"


def recomputes(row):
    return "full recompute" in row["note"]


def replicas(row):
    return int(row["accelerators"]) // (int(row["tp"]) * int(row["pp"]))


def execution(row):
    """Layout and batch as published. Switches are set once for all runs, not run by run: they are not in the table."""
    tp, pp, dp = int(row["tp"]), int(row["pp"]), replicas(row)
    full = recomputes(row)
    sequence_parallel = tp > 1 and not full
    return {
        "num_procs": int(row["accelerators"]),
        "tensor_par": tp,
        "pipeline_par": pp,
        "data_par": dp,
        "tensor_par_net": 0,
        "pipeline_par_net": 1,
        "data_par_net": 1,
        "batch_size": int(row["global_batch_sequences"]),
        "microbatch_size": integer(row, "micro_batch", 1),
        "datatype": "float16" if row["precision"] == "BF16" else "float8",
        "fused_activation": True,
        "attention_type": "multihead",
        "activation_recompute": "full" if full else "attn_only",
        "pipeline_interleaving": integer(row, "vp", 1),
        "optimizer_sharding": dp > 1,
        "tensor_par_comm_type": "rs_ag" if sequence_parallel else "ar",
        "tensor_par_overlap": "ring" if tp > 1 and row["accelerator"] == "H100" else "none",
        "seq_par_ag_redo": sequence_parallel,
        "data_par_overlap": dp > 1,
        "weight_offload": False,
        "activations_offload": False,
        "optimizer_offload": False,
        "training": True,
    }


def application(row):
    hidden, heads = int(row["hidden"]), int(row["heads"])
    return {
        "hidden": hidden,
        "feedforward": feedforward(row),
        "seq_size": int(row["seq_len"]),
        "attn_heads": heads,
        "attn_size": hidden // heads,
        "num_blocks": int(row["layers"]),
    }


def main(checkout, table):
    sys.path.insert(0, checkout)
    from calculon.llm import Llm
    from calculon.system import System

    def predict(row):
        with open(os.path.join(checkout, "systems", SYSTEMS[row["accelerator"]])) as file:
            configuration = json.load(file)
        configuration["mem1"]["GiB"] = CAPACITY_GIB
        system = System(configuration)
        model = Llm(Llm.Application(application(row)), logging.getLogger("calculon"))
        model.compile(system, Llm.Execution.from_json(execution(row)))
        model.run(system)
        tokens = int(row["global_batch_sequences"]) * int(row["seq_len"])
        return tokens / model.get_total_time() / int(row["accelerators"])

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["id", "class", "tokens_per_s_per_gpu"])
    with open(table, newline="") as file:
        for row in csv.DictReader(file):
            if not expressible(row):
                continue
            try:
                out.writerow([row["id"], klass(row), f"{predict(row):.2f}"])
            except (AssertionError, Llm.Error) as refusal:
                print(f"{row['id']} ({klass(row)}): refused, {refusal}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
