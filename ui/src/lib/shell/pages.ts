import Activity from '@lucide/svelte/icons/activity';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import Users from '@lucide/svelte/icons/users';

/** The pages there are; the menu, the palette and `g` + letter all read this. */
export const pages = [
  { href: '/', label: 'Overview', key: 'o', Icon: LayoutDashboard },
  { href: '/live', label: 'Live', key: 'l', Icon: Activity },
  { href: '/agents', label: 'Agents', key: 'a', Icon: Users },
] as const;
