"""The 1,300 images that moto has ready in every account: made once for an account's chance and time, then copied.

Only for speed: making them draws 44,000 random letters, which took most of the first call to EC2 in every account, and
copying them took most of what was left. So they are copied when they are first looked at; a network never does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, NamedTuple

from patterns.sandbox.core import chance
from patterns.sandbox.simulator import time_and_chance, undo

MOST_KEPT = 8
"""How many catalogues are kept, the least recently used going first: one takes about 2 MB."""

_kept: OrderedDict[Any, _Catalogue] = OrderedDict()


def apply() -> None:
    """Let moto copy its images where the same ones were made before."""
    from moto.ec2.models.amis import AmiBackend

    make = AmiBackend._load_amis

    def _load_amis(self: Any) -> None:
        generator = chance.current()
        if generator is None:
            make(self)
            return
        key = (self.account_id, self.region_name, time_and_chance.now(), generator.getstate())
        if key in _kept:
            _kept.move_to_end(key)
            _kept[key].promise(self)
            generator.setstate(_kept[key].chance_afterwards)
            return
        make(self)
        _kept[key] = _Catalogue.of(self, generator.getstate())
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)

    AmiBackend._load_amis = _load_amis
    for name in _HELD:
        setattr(AmiBackend, name, _Promised(name))


class _Made(NamedTuple):
    """One thing as it was made: its class, its attributes but for links, and which of these can be changed in place."""

    kind: type
    own: dict[str, Any]
    changeable: tuple[str, ...]

    @classmethod
    def of(cls, thing: Any) -> _Made:
        """What a thing is now, whatever becomes of it."""
        own = {name: value for name, value in vars(thing).items() if name not in _LINKS}
        changeable = tuple(name for name in own if isinstance(own[name], list | set | dict))
        return cls(type(thing), own | {name: own[name].copy() for name in changeable}, changeable)

    def again(self, **links: Any) -> Any:
        """The same thing with other links, whose lists and sets are nobody else's."""
        thing: Any = object.__new__(self.kind)
        thing.__dict__ = {**self.own, **links}
        for name in self.changeable:
            thing.__dict__[name] = self.own[name].copy()
        return thing


_LINKS = ("ec2_backend", "ebs_snapshot", "volume")


@dataclass(frozen=True)
class _Catalogue:
    """Images with their snapshots and the volumes of these, and how chance goes on after they were made."""

    images: tuple[tuple[_Made, _Made, _Made], ...]
    chance_afterwards: Any

    @classmethod
    def of(cls, backend: Any, chance_afterwards: Any) -> _Catalogue:
        """The images of a backend that holds nothing else yet."""
        things = ((image, image.ebs_snapshot, image.ebs_snapshot.volume) for image in backend.amis.values())
        return cls(tuple((_Made.of(a), _Made.of(b), _Made.of(c)) for a, b, c in things), chance_afterwards)

    def promise(self, backend: Any) -> None:
        """Let a new backend find images of its own, in the same order and with the same ids, when it looks for them."""
        for name in _HELD:
            del vars(backend)[name]
        backend.images_to_come = self

    def copy_into(self, backend: Any) -> None:
        """Keep the promise."""
        amis, snapshots = {}, {}
        for its_own, of_its_snapshot, of_its_volume in self.images:
            volume = of_its_volume.again(ec2_backend=backend)
            snapshot = of_its_snapshot.again(ec2_backend=backend, volume=volume)
            image = its_own.again(ec2_backend=backend, ebs_snapshot=snapshot)
            snapshots[snapshot.id] = snapshot
            amis[image.id] = image
        vars(backend).update(amis=amis, snapshots=snapshots)
        undo.note_containers(backend, _HELD)


_HELD = "amis", "snapshots"
"""The attributes of moto's that hold the images and their snapshots."""

_keeping_promises = threading.RLock()


class _Promised:
    """Stands for one of these attributes in the class, where Python looks while the backend itself has none."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, backend: Any, owner: type | None = None) -> Any:
        if backend is None:
            return self
        with _keeping_promises:
            if catalogue := vars(backend).pop("images_to_come", None):
                catalogue.copy_into(backend)
        return vars(backend)[self._name]
