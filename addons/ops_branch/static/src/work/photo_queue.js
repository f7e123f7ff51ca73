/** Photos that wait for the network, kept by the browser until the server has them. */

const NAME = "ops_work_photos";
const STORE = "waiting";

function open() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, {keyPath: "key"});
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

async function ask(mode, make) {
    const database = await open();
    try {
        return await new Promise((resolve, reject) => {
            const request = make(database.transaction(STORE, mode).objectStore(STORE));
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    } finally {
        database.close();
    }
}

export const photoQueue = {
    keep: (photo) => ask("readwrite", (store) => store.put(photo)),
    drop: (key) => ask("readwrite", (store) => store.delete(key)),
    async of(orderId) {
        const all = await ask("readonly", (store) => store.getAll());
        return all.filter((photo) => photo.orderId === orderId);
    },
};
