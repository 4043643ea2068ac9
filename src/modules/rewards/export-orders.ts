import { zoneOffset } from '#kernel/calendar.ts';
import { csvLine } from '#platform/csv/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import type { RewardKind } from './contract.ts';
import { type OrderFilter, ordersWhere } from './list-orders.ts';
import { presentOrders, readAddresses, readOrders } from './order-store.ts';
import type { Address, Order, OrderState } from './orders.contract.ts';

type Language = 'zh-CN' | 'en';
type Line = { order: Order; address: Address | undefined };
type Place = { language: Language; zone: string };
type Column = { heading: Record<Language, string>; cell(line: Line, place: Place): string | number | null };

/** Rows read at once: what an export keeps in memory, however long it is. */
const PAGE = 1_000;

const KINDS: Record<Language, Record<RewardKind, string>> = {
  'zh-CN': { goods: '实物', coupon: '券码', benefit: '权益', service: '服务' },
  en: { goods: 'goods', coupon: 'coupon', benefit: 'benefit', service: 'service' },
};
const STATES: Record<Language, Record<OrderState, string>> = {
  'zh-CN': { placed: '待处理', shipped: '已发货', done: '已完成', cancelled: '已取消' },
  en: { placed: 'waiting', shipped: 'sent', done: 'done', cancelled: 'cancelled' },
};

/** An instant as a clock in a zone shows it: `2026-11-23 09:30`. */
function localTime(at: string, zone: string): string {
  const instant = Date.parse(at);
  return new Date(instant + zoneOffset(instant, zone)).toISOString().slice(0, 16).replace('T', ' ');
}

const column = (zh: string, en: string, cell: Column['cell']): Column => ({ heading: { 'zh-CN': zh, en }, cell });

const COLUMNS: readonly Column[] = [
  column('订单号', 'Order', ({ order }) => order.number),
  column('下单时间 ({zone})', 'Ordered ({zone})', ({ order }, { zone }) => localTime(order.orderedAt, zone)),
  column('奖品', 'Reward', ({ order }) => order.rewardName),
  column('类型', 'Kind', ({ order }, { language }) => KINDS[language][order.kind]),
  column('成员', 'Member', ({ order }) => order.memberName),
  column('积分', 'Points', ({ order }) => order.price),
  column('状态', 'State', ({ order }, { language }) => STATES[language][order.state]),
  column('收件人', 'Recipient', ({ address }) => address?.name ?? null),
  column('电话', 'Telephone', ({ address }) => address?.phone ?? null),
  column('地区', 'Region', ({ address }) => address?.region ?? null),
  column('详细地址', 'Street', ({ address }) => address?.street ?? null),
  column('邮编', 'Postcode', ({ address }) => address?.postcode ?? null),
  column('承运方', 'Carrier', ({ order }) => order.carrier),
  column('运单号', 'Tracking number', ({ order }) => order.tracking),
  column('备注', 'Note', ({ order }) => order.note),
];

/**
 * Orders of a filter as CSV (UTF-8 with a byte order mark), with where goods go, a page at a time. What a spreadsheet could
 * run as a formula is text. Times are of the community's zone, which the heading names. Codes of coupons are not in it: they
 * are their members'.
 */
export async function* exportOrders(
  database: Database,
  { workspaceId, communityId, zone }: { workspaceId: string; communityId: string; zone: string },
  { language, filter, signal }: { language: Language; filter: OrderFilter; signal: AbortSignal },
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(COLUMNS.map(({ heading }) => heading[language].replace('{zone}', zone)))}`;
  for (let cursor: string | undefined; ;) {
    signal.throwIfAborted();
    const { orders, addresses } = await database.inWorkspace(workspaceId, async (tx) => {
      const where = await ordersWhere(tx, communityId, filter);
      const rows = await readOrders(tx, where, { limit: PAGE, cursor });
      const ids = rows.map(({ id }) => id);
      return { orders: await presentOrders(tx, rows), addresses: await readAddresses(tx, ids) };
    });
    const lines = orders.map((order): Line => ({ order, address: addresses.get(order.id) }));
    yield lines.map((line) => csvLine(COLUMNS.map(({ cell }) => cell(line, { language, zone })))).join('');
    if (orders.length < PAGE) return;
    cursor = orders.at(-1)!.id;
  }
}
