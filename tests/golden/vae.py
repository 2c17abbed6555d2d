"""Writes vae.safetensors and vae.json: what PyTorch makes of given weights, images and noise.

    pip install torch==2.13.0 safetensors==0.8.0
    python tests/golden/vae.py

Both architectures of src/vae/architecture.ts, small. Names and shapes of the weights are those of that
file: matrices are [in, out], the channels of a pixel lie together, and the code is the means and then
the logarithms of the variances. `weights.*` is what everything starts from, `gradients.*` belongs to
the loss of the first batch, and `trained.*` comes after all batches.
"""

import json
from pathlib import Path

import safetensors
import safetensors.torch
import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
BATCH, STEPS = 5, 20
ADAMW = {"lr": 1e-3, "betas": (0.9, 0.999), "eps": 1e-8, "weight_decay": 0.01}
BETA = 1.7
SHAPES = {
    "mlp": {"height": 6, "width": 5, "latent": 3, "hidden": 12, "channels": 1},
    "convolutional": {"height": 8, "width": 12, "latent": 3, "hidden": 1, "channels": 3},
}


class Mlp(torch.nn.Module):
    def __init__(self, height, width, latent, hidden, **_):
        super().__init__()
        self.encoder = torch.nn.Linear(height * width, hidden)
        self.mean = torch.nn.Linear(hidden, latent)
        self.log_variance = torch.nn.Linear(hidden, latent)
        self.decoder = torch.nn.Linear(latent, hidden)
        self.pixels = torch.nn.Linear(hidden, height * width)

    def encode(self, x):
        h = F.relu(self.encoder(x))
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        return self.pixels(F.relu(self.decoder(z)))

    def ours(self, of):
        weight = lambda name: of(getattr(self, name).weight).T
        bias = lambda name: of(getattr(self, name).bias)
        return {
            "encoder.weight": weight("encoder"),
            "encoder.bias": bias("encoder"),
            "code.weight": torch.cat([weight("mean"), weight("log_variance")], dim=1),
            "code.bias": torch.cat([bias("mean"), bias("log_variance")]),
            "decoder.weight": weight("decoder"),
            "decoder.bias": bias("decoder"),
            "pixels.weight": weight("pixels"),
            "pixels.bias": bias("pixels"),
        }


class Convolutional(torch.nn.Module):
    def __init__(self, height, width, latent, channels, **_):
        super().__init__()
        self.sides = (height, width)
        self.inner = (2 * channels, height // 4, width // 4)
        features = 2 * channels * (height // 4) * (width // 4)
        self.encoder1 = torch.nn.Conv2d(1, channels, 4, 2, 1)
        self.encoder2 = torch.nn.Conv2d(channels, 2 * channels, 4, 2, 1)
        self.mean = torch.nn.Linear(features, latent)
        self.log_variance = torch.nn.Linear(features, latent)
        self.decoder = torch.nn.Linear(latent, features)
        self.decoder1 = torch.nn.ConvTranspose2d(2 * channels, channels, 4, 2, 1)
        self.pixels = torch.nn.ConvTranspose2d(channels, 1, 4, 2, 1)

    def encode(self, x):
        h = F.relu(self.encoder1(x.view(-1, 1, *self.sides)))
        h = F.relu(self.encoder2(h)).flatten(1)
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        h = F.relu(self.decoder(z)).view(-1, *self.inner)
        return self.pixels(F.relu(self.decoder1(h))).flatten(1)

    def ours(self, of):
        C, inner, across = self.inner
        weight = lambda name: of(getattr(self, name).weight)
        bias = lambda name: of(getattr(self, name).bias)
        convolved = lambda w: w.permute(2, 3, 1, 0).reshape(-1, w.shape[0])
        transposed = lambda w: w.permute(0, 2, 3, 1).reshape(w.shape[0], -1)
        head = lambda w: w.view(-1, C, inner, across).permute(2, 3, 1, 0).reshape(-1, w.shape[0])
        decoder = weight("decoder").view(C, inner, across, -1).permute(3, 1, 2, 0)
        return {
            "encoder1.weight": convolved(weight("encoder1")),
            "encoder1.bias": bias("encoder1"),
            "encoder2.weight": convolved(weight("encoder2")),
            "encoder2.bias": bias("encoder2"),
            "code.weight": torch.cat([head(weight("mean")), head(weight("log_variance"))], dim=1),
            "code.bias": torch.cat([bias("mean"), bias("log_variance")]),
            "decoder.weight": decoder.reshape(decoder.shape[0], -1),
            "decoder.bias": bias("decoder").view(C, inner, across).permute(1, 2, 0).flatten(),
            "decoder1.weight": transposed(weight("decoder1")),
            "decoder1.bias": bias("decoder1"),
            "pixels.weight": transposed(weight("pixels")),
            "pixels.bias": bias("pixels"),
        }


def written(tensors):
    return {name: tensor.detach().clone().contiguous() for name, tensor in tensors.items()}


def main():
    torch.set_num_threads(1)
    torch.manual_seed(6)
    tensors, losses = {}, {}
    for name, kind in [("mlp", Mlp), ("convolutional", Convolutional)]:
        shape = SHAPES[name]
        model = kind(**shape)
        images = torch.rand(STEPS, BATCH, shape["height"] * shape["width"])
        noise = torch.randn(STEPS, BATCH, shape["latent"])
        own = {"images": images, "noise": noise}
        keep = lambda part, values: own.update({f"{part}.{k}": v for k, v in values.items()})
        keep("weights", written(model.ours(lambda parameter: parameter)))
        optimizer = torch.optim.AdamW(model.parameters(), **ADAMW)
        losses[name] = []
        for step in range(STEPS):
            optimizer.zero_grad()
            mean, log_variance = model.encode(images[step])
            logits = model.decode(mean + torch.exp(0.5 * log_variance) * noise[step])
            likelihood = F.binary_cross_entropy_with_logits(logits, images[step], reduction="sum")
            divergence = -0.5 * torch.sum(1 + log_variance - mean**2 - log_variance.exp())
            loss = (likelihood + BETA * divergence) / BATCH
            loss.backward()
            if step == 0:
                own["logits"] = logits.detach().clone()
                keep("gradients", written(model.ours(lambda parameter: parameter.grad)))
            losses[name].append(loss.item())
            optimizer.step()
        keep("trained", written(model.ours(lambda parameter: parameter)))
        tensors.update({f"{name}.{key}": value for key, value in own.items()})

    safetensors.torch.save_file(tensors, HERE / "vae.safetensors")
    facts = {
        "versions": {"torch": torch.__version__, "safetensors": safetensors.__version__},
        "shapes": SHAPES,
        "adamw": ADAMW,
        "beta": BETA,
        "losses": losses,
    }
    (HERE / "vae.json").write_text(json.dumps(facts, indent=2) + "\n")


if __name__ == "__main__":
    main()
