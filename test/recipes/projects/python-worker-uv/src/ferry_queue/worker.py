import logging
import os
import signal
import threading

from redis import Redis
from redis.exceptions import ConnectionError

stopping = threading.Event()
log = logging.getLogger("ferry-queue")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    queue = Redis.from_url(os.environ["REDIS_URL"], decode_responses=True)
    log.info("waiting for bookings")
    while not stopping.is_set():
        try:
            booking = queue.blpop(["bookings"], timeout=1)
        except ConnectionError:
            log.warning("the queue is not to be reached")
            stopping.wait(2)
            continue
        if booking is not None:
            queue.rpush("manifest", booking[1])
    log.info("stopped")
