import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { FONT } from '../tokens.ts';
import { PICTURE_SCALE } from './picture.ts';

/** A chart once more, as wide and high as it is on the page, in the colours of `option`: what is saved is for paper too. */
export async function drawChart(chart: EChartsType, option: EChartsCoreOption): Promise<HTMLCanvasElement> {
  const { init } = await import('./echarts.ts');
  const size = { width: chart.getWidth(), height: chart.getHeight() };
  const again = init(document.createElement('div'), null, { renderer: 'canvas', ...size });
  again.setOption({ textStyle: { fontFamily: FONT }, ...option, animation: false });
  const canvas = again.renderToCanvas({ pixelRatio: PICTURE_SCALE });
  again.dispose();
  return canvas;
}
