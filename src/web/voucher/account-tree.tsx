import { Tree } from 'antd';
import { useMemo, useState } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import { isNegative, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Account } from './accounts.ts';

interface Node {
  readonly key: string;
  readonly title: React.ReactNode;
  readonly selectable: boolean;
  children?: Node[];
}
/** The tree of accounts (F7): leaves are chosen, what stands above them only orders them. */
export function AccountTree({
  accounts,
  balances,
  choose,
  close,
}: {
  readonly accounts: readonly Account[];
  readonly balances: ReadonlyMap<string, string>;
  readonly choose: (account: Account) => void;
  readonly close: () => void;
}) {
  const t = useWords();
  const [q, setQ] = useState('');
  const nodes = useMemo(
    () =>
      treeOf(
        accounts.filter((account) => q === '' || account.code.startsWith(q) || account.full.includes(q)),
        balances,
      ),
    [accounts, balances, q],
  );
  return (
    <Dialog
      title={t('voucher.key_tree')}
      width={560}
      close={close}
      footer={
        <button type="button" className="button" onClick={close}>
          {t('common.close')}
        </button>
      }
    >
      <input className="input" placeholder={t('voucher.pick_account')} aria-label={t('voucher.pick_account')} value={q} onChange={(event) => setQ(event.target.value.trim())} />
      <div className="account-tree">
        <Tree
          key={q}
          blockNode
          treeData={nodes}
          {...(q === '' ? {} : { defaultExpandAll: true })}
          onSelect={([key]) => {
            const found = accounts.find((account) => account.code === key);
            if (found) choose(found);
          }}
        />
      </div>
      <p className="faint">{t('voucher.only_leaf')}</p>
    </Dialog>
  );
}
const line = (code: string, name: string, balance: string | undefined): React.ReactNode => (
  <span className="tree-line">
    <span className="option-code">{code}</span>
    <span className="cut grow">{name}</span>
    {balance !== undefined && <span className={isNegative(balance) ? 'num neg' : 'num'}>{money(balance)}</span>}
  </span>
);
function treeOf(accounts: readonly Account[], balances: ReadonlyMap<string, string>): Node[] {
  const roots: Node[] = [];
  const above = new Map<string, Node>();
  for (const account of accounts) {
    const leaf: Node = { key: account.code, title: line(account.code, account.name, balances.get(account.code)), selectable: true };
    if (account.parent === undefined) {
      roots.push(leaf);
      continue;
    }
    const known = above.get(account.parent);
    if (known) known.children?.push(leaf);
    else {
      const parent: Node = { key: `above:${account.parent}`, title: line(account.parent, account.parentName ?? '', undefined), selectable: false, children: [leaf] };
      above.set(account.parent, parent);
      roots.push(parent);
    }
  }
  return roots;
}
