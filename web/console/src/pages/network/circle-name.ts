import type { TFunction } from 'i18next';
import type { Circle, NetworkPicture } from '../../api/network.ts';
import { COLOURED } from './circle-colours.ts';
import type { Label } from './scene.ts';

const WORDS = 3;

/** What a circle is called: by its words, else by who leads it, else by its number. */
export function circleName(circles: readonly Circle[], circle: number, t: TFunction): string {
  const found = circles[circle - 1];
  if (found && found.words.length > 0) return found.words.slice(0, WORDS).join(' · ');
  const leader = found?.leaders[0];
  return leader ? t('network.circleOf', { name: leader.name }) : t('network.circleNumber', { number: circle });
}

/** Where the names of the coloured circles stand: in the middle of their people in the picture. */
export function circleLabels(picture: NetworkPicture, circles: readonly Circle[], t: TFunction): Label[] {
  return circles.slice(0, COLOURED).flatMap(({ circle }) => {
    const nodes = picture.circle.flatMap((own, node) => (own === circle ? [node] : []));
    if (nodes.length === 0) return [];
    const middle = (places: readonly number[]): number =>
      nodes.map((node) => places[node]!).toSorted((a, b) => a - b)[nodes.length >> 1]!;
    return [{ x: middle(picture.x), y: middle(picture.y), text: circleName(circles, circle, t), circle }];
  });
}
