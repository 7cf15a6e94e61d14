import { lines } from './plan.mjs';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function figureOf(runs, scenario, server, figure) {
  const values = runs.filter((run) => run.scenario === scenario && run.server === server)
    .map((run) => run.figures[figure]);
  return values.length ? { value: median(values), least: Math.min(...values), most: Math.max(...values) } : null;
}

/** \return one row for each line of the plan that was measured */
export function judge(runs) {
  return lines.map((line) => {
    const ours = figureOf(runs, line.scenario, 'ours', line.figure);
    const other = line.againstFigure
      ? figureOf(runs, line.scenario, 'ours', line.againstFigure)
      : line.against && figureOf(runs, line.scenario, line.against, line.figure);
    if (!ours || ((line.against || line.againstFigure) && !other)) return null;
    const judged = other ? ours.value / other.value : ours.value;
    const row = { ...line, ours, other: other || null, ratio: other ? judged : null };
    if (line.atMost !== undefined) row.reached = judged <= line.atMost;
    if (line.atLeast !== undefined) row.reached = judged >= line.atLeast;
    return row;
  }).filter(Boolean);
}

function cells(row) {
  const bound = row.atMost ?? row.atLeast;
  const sign = row.atMost === undefined ? '≥' : '≤';
  const shown = row.other ? `${bound}×` : bound !== undefined && row.show(bound);
  const spread = row.ours.least === row.ours.most ? '' : ` (${row.show(row.ours.least)}–${row.show(row.ours.most)})`;
  return [
    row.title,
    row.show(row.ours.value) + spread,
    row.other ? `${row.againstFigure ? 'alone' : row.against} ${row.show(row.other.value)}` : '',
    row.ratio === null ? '' : `${row.ratio.toFixed(2)}×`,
    bound === undefined ? '' : `${sign} ${shown}`,
    row.reached === undefined ? '' : row.reached ? 'reached' : 'not reached',
  ];
}

export function format(rows) {
  const table = [['', 'ours (least–most)', 'against', 'ratio', 'target', ''], ...rows.map(cells)];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}
