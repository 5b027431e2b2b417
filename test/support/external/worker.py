"""A worker outside Parley, in another language: it serves one process on a task queue of its own."""

import asyncio
import sys

from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker


@workflow.defn(name="WeighParcel")
class WeighParcel:
    @workflow.run
    async def run(self, given: dict) -> dict:
        return {"text": f"Weighed {', '.join(sorted(given))} in Python.", "link": None}


async def main(address: str, task_queue: str) -> None:
    client = await Client.connect(address)
    worker = Worker(client, task_queue=task_queue, workflows=[WeighParcel])
    print("serves", flush=True)
    await worker.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
