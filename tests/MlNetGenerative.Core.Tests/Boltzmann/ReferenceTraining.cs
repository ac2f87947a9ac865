using MlNetGenerative.Core.Boltzmann;
using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Tests.Boltzmann;

/// <summary>Training as the papers write it: dense loops in double precision, on the parameters of the centred machine.</summary>
/// <remarks>
/// <para>The centred machine has the energy -(v - mu) a' - (h - lambda) b' - (v - mu)^T W (h - lambda). Its gradient is dW = &lt;(v - mu)(h -
/// lambda)^T&gt; of the data less that of the model, da' = &lt;v&gt;_data - &lt;v&gt;_model, db' likewise, and its biases are those of the
/// plain machine by a = a' - W lambda, b = b' - W^T mu. When mu, lambda stay as they are in an update, a and b change by da' - dW lambda
/// and db' - dW^T mu.</para>
/// <para>Only random numbers are shared with the trainer under test, because the drawn states must be the same.</para>
/// </remarks>
internal sealed class ReferenceTraining
{
    private readonly RestrictedBoltzmannMachineSettings _settings;
    private readonly int _visible, _hidden;
    private readonly double[] _mu, _lambda;
    private readonly double[,] _w, _wVelocity;
    private readonly double[] _a, _aVelocity, _b, _bVelocity;
    private readonly bool[][] _chains;
    private readonly Dictionary<string, (double[] First, double[] Second)> _moments = [];
    private ulong _draws;
    private int _updates;

    public ReferenceTraining(RestrictedBoltzmannMachineSettings settings, RestrictedBoltzmannMachine start, float[] means)
    {
        _settings = settings;
        _visible = start.NumberOfVisibleUnits;
        _hidden = start.NumberOfHiddenUnits;
        _mu = [.. means.Select(mean => settings.Centered ? mean : 0.0)];
        _lambda = [.. Enumerable.Repeat(settings.Centered ? 0.5 : 0.0, _hidden)];
        float[] weights = start.GetWeights();
        _w = new double[_visible, _hidden];
        for (int i = 0; i < _visible; i++)
            for (int j = 0; j < _hidden; j++)
                _w[i, j] = weights[i * _hidden + j];
        _wVelocity = new double[_visible, _hidden];
        _a = [.. start.GetVisibleBias().Select(x => (double)x)];
        _b = [.. start.GetHiddenBias().Select(x => (double)x)];
        _aVelocity = new double[_visible];
        _bVelocity = new double[_hidden];
        var noise = new Philox(settings.Seed, RandomStream.ChainStart);
        _chains = [.. Enumerable.Range(0, settings.BatchSize).Select(
            chain => Enumerable.Range(0, _hidden).Select(unit => noise.Uniform((ulong)chain, (uint)unit) < 0.5f).ToArray())];
    }

    public double[,] Weights => _w;

    public double[] VisibleBias => _a;

    public double[] HiddenBias => _b;

    public void Step(float[][] data, double rate)
    {
        bool persistent = _settings.Algorithm == BoltzmannAlgorithm.PersistentContrastiveDivergence;
        int firstModelRow = persistent ? _settings.BatchSize : 0;
        double[][] dataVisible = [.. data.Select(row => row.Select(x => (double)x).ToArray())];
        ulong draw = _draws++;
        double[][] dataHidden = [.. dataVisible.Select((v, s) => Kept(HiddenMeans(v), draw, s))];
        bool[][] hidden = persistent
            ? [.. _chains.Select((h, s) => Kept([.. h.Select(on => on ? 1.0 : 0.0)], draw, firstModelRow + s).Select(x => x > 0).ToArray())]
            : [.. dataHidden.Select((p, s) => Draw(p, RandomStream.TrainingHidden, draw, s))];
        double[][] modelVisible = [], modelHidden = [];
        for (int step = 0; step < _settings.NumberOfGibbsSteps; step++)
        {
            ulong visibleDraw = _draws++;
            modelVisible = [.. hidden.Select((h, s) =>
                Draw(VisibleMeans(h), RandomStream.TrainingVisible, visibleDraw, s).Select(on => on ? 1.0 : 0.0).ToArray())];
            ulong hiddenDraw = _draws++;
            double[][] all = [.. modelVisible.Select(HiddenMeans)];
            modelHidden = [.. all.Select((p, s) => Kept(p, draw, firstModelRow + s))];
            bool last = step == _settings.NumberOfGibbsSteps - 1;
            hidden = [.. (last ? all : modelHidden).Select((p, s) => Draw(p, RandomStream.TrainingHidden, hiddenDraw, s))];
        }
        if (persistent)
            hidden.CopyTo(_chains, 0);
        Update(dataVisible, dataHidden, modelVisible, modelHidden, rate);
    }

    private void Update(double[][] dataVisible, double[][] dataHidden, double[][] modelVisible, double[][] modelHidden, double rate)
    {
        double[,] dw = new double[_visible, _hidden];
        double[] da = new double[_visible], db = new double[_hidden];
        AddStatistics(dataVisible, dataHidden, 1.0 / dataVisible.Length);
        AddStatistics(modelVisible, modelHidden, -1.0 / modelVisible.Length);
        for (int i = 0; i < _visible; i++)
        {
            for (int j = 0; j < _hidden; j++)
            {
                da[i] -= dw[i, j] * _lambda[j];
                db[j] -= dw[i, j] * _mu[i];
            }
        }
        if (_settings.UpdateRule == BoltzmannUpdateRule.Adam)
        {
            UpdateByAdam(dw, da, db, rate);
            for (int j = 0; j < _hidden; j++)
                MoveOffset(j);
            return;
        }
        for (int i = 0; i < _visible; i++)
        {
            for (int j = 0; j < _hidden; j++)
            {
                _wVelocity[i, j] = _settings.Momentum * _wVelocity[i, j] + rate * (dw[i, j] - _settings.WeightDecay * _w[i, j]);
                _w[i, j] += Change(_wVelocity[i, j], rate * (dw[i, j] - _settings.WeightDecay * _w[i, j]));
            }
            _aVelocity[i] = _settings.Momentum * _aVelocity[i] + rate * da[i];
            _a[i] += Change(_aVelocity[i], rate * da[i]);
        }
        for (int j = 0; j < _hidden; j++)
        {
            _bVelocity[j] = _settings.Momentum * _bVelocity[j] + rate * db[j];
            _b[j] += Change(_bVelocity[j], rate * db[j]);
            MoveOffset(j);
        }

        Penalize(dataHidden, rate);

        void MoveOffset(int j)
        {
            if (_settings.Centered)
                _lambda[j] += 0.01 * (dataHidden.Average(h => h[j]) - _lambda[j]);
        }

        double Change(double velocity, double step) => _settings.Nesterov ? _settings.Momentum * velocity + step : velocity;

        void AddStatistics(double[][] visible, double[][] hiddenMeans, double weight)
        {
            for (int s = 0; s < visible.Length; s++)
            {
                for (int i = 0; i < _visible; i++)
                {
                    da[i] += weight * visible[s][i];
                    for (int j = 0; j < _hidden; j++)
                        dw[i, j] += weight * (visible[s][i] - _mu[i]) * (hiddenMeans[s][j] - _lambda[j]);
                }
                for (int j = 0; j < _hidden; j++)
                    db[j] += weight * hiddenMeans[s][j];
            }
        }
    }

    /// <summary>How far an error of one float's resolution in a gradient can have moved a parameter: Adam divides by the gradients' size.</summary>
    public double AdamSensitivity { get; private set; }

    private void UpdateByAdam(double[,] dw, double[] da, double[] db, double rate)
    {
        _updates++;
        Span<double> w = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref _w[0, 0], _w.Length);
        Step("w", w, [.. dw.Cast<double>().Select((g, k) => g - _settings.WeightDecay * _w[k / _hidden, k % _hidden])]);
        Step("a", _a, da);
        Step("b", _b, db);

        void Step(string name, Span<double> parameters, double[] gradient)
        {
            if (!_moments.TryGetValue(name, out (double[] First, double[] Second) moments))
                _moments[name] = moments = (new double[gradient.Length], new double[gradient.Length]);
            for (int k = 0; k < gradient.Length; k++)
            {
                moments.First[k] = 0.9 * moments.First[k] + 0.1 * gradient[k];
                moments.Second[k] = 0.999 * moments.Second[k] + 0.001 * gradient[k] * gradient[k];
                double size = Math.Sqrt(moments.Second[k] / (1 - Math.Pow(0.999, _updates)));
                parameters[k] += rate * moments.First[k] / (1 - Math.Pow(0.9, _updates)) / (size + 1e-8);
                AdamSensitivity = Math.Max(AdamSensitivity, rate * Math.Min(1, 1e-7 / size));
            }
        }
    }

    /// <summary>The units that a row keeps; 0 for the others.</summary>
    private double[] Kept(double[] values, ulong draw, int row)
    {
        var random = new Philox(_settings.Seed, RandomStream.HiddenDropout);
        return [.. values.Select((x, unit) => random.Uniform(draw << 32 | (uint)row, (uint)unit) >= _settings.HiddenDropoutRate ? x : 0)];
    }

    private void Penalize(double[][] dataHidden, double rate)
    {
        for (int j = 0; j < _hidden; j++)
        {
            double square = 0;
            for (int i = 0; i < _visible; i++)
            {
                _w[i, j] = Math.Sign(_w[i, j]) * Math.Max(0, Math.Abs(_w[i, j]) - rate * _settings.L1WeightDecay);
                square += _w[i, j] * _w[i, j];
            }
            if (_settings.MaximumWeightNorm is { } bound && Math.Sqrt(square) > bound)
                for (int i = 0; i < _visible; i++)
                    _w[i, j] *= bound / Math.Sqrt(square);
            if (_settings.SparsityTarget is { } target)
                _b[j] += rate * _settings.SparsityCost * (target - dataHidden.Average(h => h[j]));
        }
    }

    private double[] HiddenMeans(double[] v) => [.. Enumerable.Range(0, _hidden).Select(j =>
        1 / (1 + Math.Exp(-_b[j] - Enumerable.Range(0, _visible).Sum(i => v[i] * _w[i, j]))))];

    private double[] VisibleMeans(bool[] h) => [.. Enumerable.Range(0, _visible).Select(i =>
        1 / (1 + Math.Exp(-_a[i] - Enumerable.Range(0, _hidden).Sum(j => h[j] ? _w[i, j] : 0))))];

    private bool[] Draw(double[] means, uint stream, ulong draw, int sample)
    {
        var random = new Philox(_settings.Seed, stream);
        return [.. means.Select((p, unit) => random.Uniform(draw << 32 | (uint)sample, (uint)unit) < p)];
    }
}
