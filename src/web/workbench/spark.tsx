import './spark.css';

/** A line without axes: the course of a figure, its end marked. */
export function Spark({ values, width = 72, height = 30 }: { readonly values: readonly number[]; readonly width?: number; readonly height?: number }) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length < 2 || high === low) return null;
  const x = (at: number): number => 2 + (at * (width - 6)) / (values.length - 1);
  const y = (value: number): number => height - 3 - ((value - low) * (height - 6)) / (high - low);
  const line = values.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const last = values.at(-1) ?? 0;
  return (
    <svg className="spark" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <polygon points={`${x(0)},${height} ${line} ${x(values.length - 1)},${height}`} className="spark-ground" />
      <polyline points={line} className="spark-line" />
      <circle cx={x(values.length - 1)} cy={y(last)} r="2" className="spark-end" />
    </svg>
  );
}
