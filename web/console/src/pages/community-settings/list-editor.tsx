import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';

/** A list of small forms: each can be removed, another added at the end. */
export function ListEditor<Item>(props: {
  items: readonly Item[];
  most: number;
  empty: Item;
  add: string;
  remove: (item: Item) => string;
  disabled?: boolean;
  onChange: (items: Item[]) => void;
  children: (item: Item, change: (next: Item) => void, at: number) => ReactNode;
}) {
  const { items, most, empty, add, remove, disabled, onChange, children } = props;
  return (
    <div className="q-list-editor">
      {items.map((item, at) => (
        // The place is the identity: items have no id and are typed into.
        <div className="q-list-item" key={at}>
          <div className="q-list-fields">
            {children(item, (next) => onChange(items.map((one, place) => (place === at ? next : one))), at)}
          </div>
          {disabled ? null : (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={remove(item)}
              title={remove(item)}
              onClick={() => onChange(items.filter((_, place) => place !== at))}
            />
          )}
        </div>
      ))}
      {disabled || items.length >= most ? null : (
        <Button icon={<PlusOutlined />} onClick={() => onChange([...items, empty])}>
          {add}
        </Button>
      )}
    </div>
  );
}
