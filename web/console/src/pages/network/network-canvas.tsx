import { MinusOutlined, PlusOutlined, ExpandOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useThemeName } from '../../../../ui/theme-name.ts';
import type { NetworkPicture } from '../../api/network.ts';
import { circleColour } from './circle-colours.ts';
import { type Focus, type Label, type Look, radiiOf, radiusAt, type Scene } from './scene.ts';
import { NodeGrid } from './node-grid.ts';
import { useGestures } from './use-gestures.ts';
import { useStage } from './use-stage.ts';

interface Props {
  picture: NetworkPicture;
  labels: readonly Label[];
  focus: Focus | undefined;
  onPick: (node: number | undefined) => void;
  describe: (node: number) => string;
  /** Lies over the picture, at its foot. */
  children?: ReactNode;
}

/** The picture of the network: drag to move, wheel or pinch to zoom, press a person to see who is around them. */
export function NetworkCanvas({ picture, labels, focus, onPick, describe, children }: Props) {
  const { t } = useTranslation();
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<{ node: number; x: number; y: number }>();
  const scene = useMemo((): Scene => {
    const radius = radiiOf(picture);
    const bySize = Uint32Array.from(radius.keys()).sort((a, b) => radius[b]! - radius[a]!);
    return { picture, radius, bySize, labels, focus, look: lookOf(theme) };
  }, [picture, labels, focus, theme]);
  const grid = useMemo(() => new NodeGrid(picture.x, picture.y), [picture]);
  const stage = useStage(canvas, scene);
  useEffect(() => {
    if (focus && focus.nodes.size > 0) stage.current!.bringIntoSight([...focus.ends, ...focus.path]);
  }, [focus, stage]);

  const nodeAt = (event: { clientX: number; clientY: number }): number => {
    const { x, y, pixel, ...at } = stage.current!.placeOf(event);
    const reach = (node: number): number => (radiusAt(scene.radius[node]!, at) + 4) * pixel;
    return grid.nearest(x, y, 44 * pixel, reach);
  };
  const gestures = useGestures(stage, {
    onPress: (event) => {
      const node = nodeAt(event);
      onPick(node < 0 ? undefined : node);
    },
    onHover: (event) => {
      const node = event ? nodeAt(event) : -1;
      const box = canvas.current!.getBoundingClientRect();
      setHovered(node < 0 ? undefined : { node, x: event!.clientX - box.left, y: event!.clientY - box.top });
    },
  });
  const keys: Record<string, () => void> = {
    ArrowLeft: () => stage.current!.move(60, 0),
    ArrowRight: () => stage.current!.move(-60, 0),
    ArrowUp: () => stage.current!.move(0, 60),
    ArrowDown: () => stage.current!.move(0, -60),
    '+': () => stage.current!.zoom(1.4),
    '=': () => stage.current!.zoom(1.4),
    '-': () => stage.current!.zoom(1 / 1.4),
    '0': () => stage.current!.fitAll(),
    Escape: () => onPick(undefined),
  };
  return (
    <div className="q-network-stage">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t('network.canvas', { people: picture.memberId.length })}
        className={hovered ? 'q-network-over' : ''}
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          act();
        }}
        {...gestures}
      />
      {hovered ? (
        <div className="q-network-tip" style={{ left: hovered.x, top: hovered.y }}>
          <strong>{picture.name[hovered.node]}</strong>
          <span>{describe(hovered.node)}</span>
        </div>
      ) : null}
      <div className="q-network-zoom">
        <Button icon={<PlusOutlined />} aria-label={t('network.zoomIn')} onClick={() => stage.current!.zoom(1.6)} />
        <Button
          icon={<MinusOutlined />}
          aria-label={t('network.zoomOut')}
          onClick={() => stage.current!.zoom(1 / 1.6)}
        />
        <Button icon={<ExpandOutlined />} aria-label={t('network.fit')} onClick={() => stage.current!.fitAll()} />
      </div>
      {children}
    </div>
  );
}

function lookOf(theme: 'light' | 'dark'): Look {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    colourOf: (circle) => circleColour(circle, theme),
    text: token('--q-text'),
    halo: token('--q-canvas'),
    line: token('--q-text-faint'),
    accent: token('--q-accent-strong'),
    font: getComputedStyle(document.body).fontFamily,
  };
}
