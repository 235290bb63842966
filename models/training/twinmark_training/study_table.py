"""The study's results as a markdown table: mean over the seeds, and half of what they span."""

from __future__ import annotations

import numpy as np

from .study_rows import ROWS, SAME_AS_BASE, Row

COLUMNS = ["", "EER %", "FNMR at 1 % FMR", "at 0.1 %", "patches: EER %", "weights", "seeds"]


def table(results: list[dict]) -> str:
    """Results of several budgets stand apart."""
    out = []
    for steps, pairs in sorted({(r["steps"], r["pairs"]) for r in results}):
        these = [r for r in results if (r["steps"], r["pairs"]) == (steps, pairs)]
        names = sorted({name for r in these for name in r["sets"] if name != "cross-sensor"})
        out.append(f"{steps} steps of {pairs} pairs. Development sets: {', '.join(names)}; means over them.")
        out.append("")
        out.append("| " + " | ".join(COLUMNS) + " |")
        out.append("|" + "---|" * len(COLUMNS))
        group = None
        for row in ROWS:
            of_row = [r for r in these if r["row"] == row.key]
            if not of_row:
                continue
            if row.group != group:
                group = row.group
                out.append(f"| **{group}** |" + " |" * (len(COLUMNS) - 1))
                base = [r for r in these if r["row"] == "base"]
                if group in SAME_AS_BASE and base:
                    out.append(line(Row("base", group, SAME_AS_BASE[group]), base))
            out.append(line(row, of_row))
        out.append("")
    return "\n".join(out)


def line(row: Row, of_row: list[dict]) -> str:
    means = lambda key: [100 * float(np.mean([s[key] for s in r["sets"].values()])) for r in of_row]
    cells = [
        row.label,
        *(spread(means(key)) for key in ("eer", "fnmr100", "fnmr1000")),
        spread([100 * r["patches"]["eer"] for r in of_row]),
        f"{of_row[0]['weights'] / 1000:.0f} k",
        ", ".join(str(r["seed"]) for r in of_row),
    ]
    return "| " + " | ".join(cells) + " |"


def spread(values: list[float]) -> str:
    half = (max(values) - min(values)) / 2
    return f"{np.mean(values):.2f}" + (f" ± {half:.2f}" if len(values) > 1 else "")
