import { LineChart as Line } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { isDark, usePreferences } from '../theme/preferences.ts';
import { dark, fontStack, light } from '../theme/tokens.ts';
import { abbreviated, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';

register([Line, GridComponent, TooltipComponent, CanvasRenderer]);

export interface Point {
  readonly label: string;
  readonly value: string | null;
}
export interface Series {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly kind: 'now' | 'before' | 'target';
}
/** One line over months; several through `SeriesChart`. */
export const LineChart = ({ points, label }: { readonly points: readonly Point[]; readonly label: string }) => (
  <SeriesChart labels={points.map((point) => point.label)} series={[{ name: label, values: points.map((point) => point.value), kind: 'now' }]} label={label} />
);

/** Canvas, because the SVG renderer writes style attributes that the page's policy refuses; nothing moves (web §9, §10). */
export function SeriesChart({
  labels,
  series,
  label,
  height = 168,
}: {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly label: string;
  readonly height?: number;
}) {
  const t = useWords();
  const place = useRef<HTMLDivElement>(null);
  const inDark = isDark(usePreferences());
  useEffect(() => {
    if (!place.current) return;
    const palette = inDark ? dark : light;
    const chart = init(place.current, undefined, { renderer: 'canvas' });
    const text = { fontFamily: fontStack, fontSize: 11, color: palette.ink3 };
    const colour = { now: palette.chart1, before: palette.chart3, target: palette.amberMark };
    const option: EChartsCoreOption = {
      animation: false,
      textStyle: text,
      grid: { left: 6, right: 56, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: palette.surface,
        borderColor: palette.line,
        textStyle: { ...text, fontSize: 12, color: palette.ink },
        axisPointer: { lineStyle: { color: palette.line } },
        valueFormatter: (value: unknown) => (value === null || value === undefined ? '—' : money(Number(value).toFixed(2))),
      },
      xAxis: {
        type: 'category',
        data: [...labels],
        boundaryGap: false,
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { ...text, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        splitNumber: 3,
        // Ticks are round: `80 万`, not `80.0 万` beside `0`.
        axisLabel: { ...text, formatter: (value: number) => abbreviated(value, t.locale).replace(/\.0+(?=\D)/, '') },
        splitLine: { lineStyle: { color: palette.line2 } },
      },
      series: series.map((one) => ({
        type: 'line',
        name: one.name,
        data: one.values.map((value) => (value === null ? null : Number(value))),
        symbol: 'none',
        lineStyle: { width: one.kind === 'now' ? 2 : 1.5, color: colour[one.kind], type: one.kind === 'target' ? 'dashed' : 'solid' },
        itemStyle: { color: colour[one.kind] },
        ...(one.kind === 'now' ? { areaStyle: { color: palette.accentSoft, opacity: 0.7 } } : {}),
        endLabel: {
          show: true,
          ...text,
          color: one.kind === 'now' ? palette.ink : palette.ink3,
          formatter: ({ value }: { readonly value: number }) => abbreviated(value, t.locale),
        },
      })),
    };
    chart.setOption(option);
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [labels, series, inDark, t]);
  return <div ref={place} role="img" aria-label={summary(label, labels, series)} style={{ height }} />;
}
/** What a reader who sees no chart is told: where it starts and where it ends. */
const summary = (label: string, labels: readonly string[], series: readonly Series[]): string =>
  `${label}: ${series.map((one) => `${one.name} ${labels[0] ?? ''} ${money(one.values[0])} → ${labels.at(-1) ?? ''} ${money([...one.values].reverse().find((value) => value !== null))}`).join('; ')}`;
