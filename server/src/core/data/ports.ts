/**
 * Well-known ports that do not speak plain HTTP, so that no HTTP probe fits them.
 *
 * Source: IANA service names and port numbers, and the default ports of the products; checked 2026-11-21.
 */
const otherProtocols: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [25, 'SMTP'],
  [53, 'DNS'],
  [110, 'POP3'],
  [139, 'SMB'],
  [143, 'IMAP'],
  [389, 'LDAP'],
  [443, 'HTTPS'],
  [445, 'SMB'],
  [465, 'SMTP'],
  [514, 'syslog'],
  [587, 'SMTP'],
  [636, 'LDAP'],
  [873, 'rsync'],
  [993, 'IMAP'],
  [995, 'POP3'],
  [1080, 'SOCKS'],
  [1194, 'OpenVPN'],
  [1433, 'SQL Server'],
  [1521, 'Oracle'],
  [1883, 'MQTT'],
  [1723, 'PPTP'],
  [2049, 'NFS'],
  [2181, 'ZooKeeper'],
  [2222, 'SSH'],
  [3306, 'MySQL'],
  [3389, 'RDP'],
  [4222, 'NATS'],
  [5060, 'SIP'],
  [5222, 'XMPP'],
  [5432, 'PostgreSQL'],
  [5671, 'AMQP'],
  [5672, 'AMQP'],
  [5900, 'VNC'],
  [5901, 'VNC'],
  [6379, 'Redis'],
  [6667, 'IRC'],
  [8388, 'Shadowsocks'],
  [8443, 'HTTPS'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [11211, 'Memcached'],
  [26379, 'Redis'],
  [27017, 'MongoDB'],
  [50051, 'gRPC'],
]);

/** What a port speaks when it is known not to be plain HTTP. */
export function findOtherProtocol(port: number): string | undefined {
  return otherProtocols.get(port);
}
