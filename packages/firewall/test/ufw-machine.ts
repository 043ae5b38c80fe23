/** Commands that enable the real ufw with a configuration of its own, in a namespace that may mount (`-rnm`). */
export const startUfw = `
cp -a /etc/ufw ufw.kept; mount -t tmpfs none /etc/ufw; cp -a ufw.kept/. /etc/ufw/
ip link set lo up; ufw --force enable >&2
`;
